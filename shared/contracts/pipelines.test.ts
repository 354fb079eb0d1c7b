import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SentimentResult } from "./guchi.ts";
import { PIPELINES, reactionTo } from "./pipelines.ts";

describe("the reaction to a message", () => {
  const certain = { certain: true, kind: "abuse" } as const;
  const table = [
    ["what burdens", { language: "ja", listens: true }, "idol"],
    ["what is clearly no burden", { language: "ja", listens: false }, "cheer"],
    ["danger, whatever the mood", { language: "ja", listens: false, danger: certain }, "care"],
    ["danger in a language that she does not speak", { language: "ko", listens: true, danger: certain }, "care"],
    ["a doubt", { language: "en", listens: false, danger: { certain: false } }, "idol"],
    ["a language that she does not speak", { language: "th", listens: true }, "cheer"],
    ["a doubt in such a language", { language: "th", listens: true, danger: { certain: false } }, "cheer"],
  ] as const;
  for (const [what, heard, reaction] of table) {
    it(`${what}: ${reaction}`, () => {
      assert.equal(reactionTo(heard), reaction);
      const result: SentimentResult = { label: "neutral", score: 1, grave: false, provider: "local", ...heard };
      for (const name of ["guchi", "guchi-fast"]) {
        const { exit } = PIPELINES.get(name)?.steps.get("sentiment") ?? {};
        assert.equal(exit?.to, "reply");
        assert.equal(exit?.when(result), reaction !== "idol");
      }
    });
  }
});

describe("what the steps of guchi get", () => {
  const guchi = PIPELINES.get("guchi") ?? assert.fail();
  const input = { text: "疲れた", user: "alice", beforeOthers: true };
  const sentiment = { label: "negative", score: 1, language: "ja", listens: true, grave: false, provider: "local" };
  const look = { expression: "gentle" };
  const said = { message: "おつかれさま", language: "ja", topic: "work", mood: "tired", timeOfDay: "night", look };
  const persona = { ...said, provider: "local", notice: "daily_budget" };
  const inputOf = (step: string, results: Record<string, unknown>) =>
    guchi.steps.get(step)?.input?.({ input, results });

  it("is for imagegen the picture, who asked, and whether it answers a complaint", () => {
    const { message, topic, timeOfDay } = said;
    const picture = { message, topic, timeOfDay, look };
    const expected = { picture, isForComplaint: true, user: "alice" };
    assert.deepEqual(inputOf("imagegen", { sentiment, persona }), expected);
    const unclear = inputOf("imagegen", { sentiment: { ...sentiment, label: "neutral" }, persona });
    assert.deepEqual(unclear, { ...expected, isForComplaint: false });
  });

  it("is for tts the text, its language and the mood", () => {
    const expected = { text: said.message, language: "ja", mood: "tired" };
    assert.deepEqual(inputOf("tts", { sentiment, persona }), expected);
  });

  it("is for reply what was made, as far as it was made", () => {
    assert.deepEqual(inputOf("reply", { sentiment }), { text: input.text, sentiment });
    const all = inputOf("reply", { sentiment, persona, imagegen: { wanted: false }, tts: { key: "k" } });
    assert.deepEqual(all, {
      text: input.text,
      sentiment,
      words: persona,
      image: { wanted: false },
      audio: { key: "k" },
    });
  });
});

describe("the pipeline movie", () => {
  const movie = PIPELINES.get("movie") ?? assert.fail();
  const input = { text: "映画を教えて", user: "alice" };
  const heard = { label: "neutral", score: 1, language: "ja", listens: false, grave: false, provider: "local" };
  const poster = { title: "プレデター" };
  const recommend = { message: "これだよ", language: "ja", mood: "bored", movie: { mode: "nearest" }, picture: poster };
  const results = { sentiment: heard, recommend: { ...recommend, provider: "local" } };
  const inputOf = (step: string) => movie.steps.get(step)?.input?.({ input, results });

  it("leads past the film where somebody is in certain danger, and in a language that she does not speak", () => {
    const { exit } = movie.steps.get("sentiment") ?? {};
    assert.equal(exit?.to, "reply");
    const leaves = (changes: object) => exit?.when({ ...heard, ...changes });
    assert.equal(leaves({}), false);
    assert.equal(leaves({ label: "positive" }), false);
    assert.equal(leaves({ grave: true }), false, "she has gentle words for it");
    assert.equal(leaves({ danger: { certain: true } }), true);
    assert.equal(leaves({ language: "ko" }), true);
  });

  it("shows the film's card, speaks her sentence, and gives the film beside the answer", () => {
    assert.deepEqual(inputOf("imagegen"), { picture: poster, isForComplaint: false, user: "alice" });
    assert.deepEqual(inputOf("tts"), { text: "これだよ", language: "ja", mood: "bored" });
    assert.deepEqual(inputOf("reply"), { text: input.text, sentiment: heard, words: results.recommend });
    const reply = { reaction: "idol", message: "これだよ" };
    const output = movie.gather?.({ input, results: { ...results, reply } });
    assert.deepEqual(output, { ...reply, movie: recommend.movie });
    assert.deepEqual(movie.gather?.({ input, results: { sentiment: heard, reply } }), reply);
  });
});
