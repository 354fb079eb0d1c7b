import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CareKind, MAX_TEXT_UTF16_UNITS, ReplyResult, type SentimentResult } from "@guchi/contracts/guchi.ts";
import { personaSays } from "@guchi/contracts/testing/persona.ts";
import { StageError } from "@guchi/chain/errors.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { composeReply } from "./stage.ts";
import { careFor } from "./care/choose.ts";
import { CHEERS, MISSING, NO_MORE_PICTURES, OVER_LIMIT } from "./words.ts";

const sentiment = (label: SentimentResult["label"], more: Partial<SentimentResult> = {}): SentimentResult => ({
  label,
  score: 0.9,
  language: "ja",
  listens: true,
  grave: false,
  provider: "local",
  ...more,
});

const words = personaSays("おつかれさま");
const image = {
  key: "j/image-0000000000000000000000.jpg",
  previewKey: "j/preview-0000000000000000000000.jpg",
  contentType: "image/jpeg",
  width: 1_024,
  height: 1_024,
  bytes: 10,
  provider: "local",
} as const;
const audio = {
  key: "j/voice-0000000000000000000000.mp3",
  contentType: "audio/mpeg",
  durationMs: 1_000,
  bytes: 10,
  provider: "local",
} as const;

describe("her words", () => {
  it("are said whatever the mood, where the pipeline has some: a film to a happy message", () => {
    const { reaction, message } = composeReply({ sentiment: sentiment("positive", { listens: false }), words }, "j");
    assert.equal(reaction, "idol");
    assert.match(message, /^おつかれさま/);
  });
});

describe("over a limit of the day", () => {
  const complaint = { sentiment: sentiment("negative"), words, image, audio };
  const limited = { ...image, notice: "daily_images" } as const;

  it("the reply says so after what she says, in the user's language, and names the limit", () => {
    for (const language of ["ja", "en"] as const) {
      const { message, notice } = composeReply(
        { ...complaint, sentiment: sentiment("negative", { language }), image: limited },
        "job",
      );
      assert.equal(message, `${words.message}\n\n${OVER_LIMIT.daily_images[language]}`);
      assert.equal(notice, "daily_images");
    }
  });

  it("the reply says so, too, where there is no picture at all", () => {
    const reply = composeReply({ ...complaint, image: { wanted: false, notice: "daily_images" } }, "job");
    assert.equal(reply.message, `${words.message}\n\n${NO_MORE_PICTURES.ja}`);
    assert.deepEqual([reply.notice, reply.image], ["daily_images", undefined]);
  });

  it("the user's own limit is told before everybody's, and one sentence is enough", () => {
    const all = { words: { ...words, notice: "daily_budget" }, audio: { ...audio, notice: "daily_budget" } } as const;
    const reply = composeReply({ ...complaint, ...all, image: limited }, "job");
    assert.equal(reply.notice, "daily_images");
    assert.equal(composeReply({ ...complaint, ...all }, "job").notice, "daily_budget");
    assert.ok(!("notice" in (reply.image ?? {})) && !("notice" in (reply.audio ?? {})));
    parseAs(ReplyResult, reply);
  });
});

describe("the reply", () => {
  it("is what the idol says, with picture and sound, for a complaint", () => {
    const reply = parseAs(ReplyResult, composeReply({ sentiment: sentiment("negative"), words, image, audio }, "job"));
    assert.equal(reply.reaction, "idol");
    assert.equal(reply.message, words.message);
    assert.equal(reply.image?.key, image.key);
    assert.equal(reply.audio?.durationMs, 1_000);
  });

  it("comes without the parts that could not be made", () => {
    for (const language of ["ja", "en"] as const) {
      const complaint = { sentiment: sentiment("negative", { language }), words };
      for (const [missing, made] of [
        ["both", {}],
        ["image", { audio }],
        ["audio", { image }],
      ] as const) {
        const reply = parseAs(ReplyResult, composeReply({ ...complaint, ...made }, "job"));
        assert.equal(reply.message, `${words.message}\n\n${MISSING[missing][language]}`, "and the user is told");
        assert.deepEqual([reply.image !== undefined, reply.audio !== undefined], ["image" in made, "audio" in made]);
      }
    }
  });

  it("comes without a picture where none was wanted", () => {
    const reply = composeReply({ sentiment: sentiment("neutral"), words, image: { wanted: false }, audio }, "job");
    parseAs(ReplyResult, reply);
    assert.deepEqual([reply.reaction, reply.image, reply.audio?.key], ["idol", undefined, audio.key]);
  });

  it("cheers along in the user's language, and the same for the same job", () => {
    for (const label of ["positive", "neutral"] as const) {
      for (const language of ["ja", "en"] as const) {
        const reply = composeReply({ sentiment: sentiment(label, { language, listens: false }) }, "job-1");
        assert.equal(reply.reaction, "cheer");
        assert.ok(CHEERS[language][label].includes(reply.message));
        assert.deepEqual(composeReply({ sentiment: sentiment(label, { language, listens: false }) }, "job-1"), reply);
      }
    }
  });

  it("uses every cheer, for one job or another", () => {
    const said = new Set(
      Array.from(
        { length: 500 },
        (_, n) => composeReply({ sentiment: sentiment("positive", { listens: false }) }, `job-${n}`).message,
      ),
    );
    assert.equal(said.size, CHEERS.ja.positive.length);
  });

  it("cares by kind, with lines, and never shows a picture, however the words sound", () => {
    for (const label of ["negative", "neutral", "positive"] as const) {
      for (const kind of CareKind.enum) {
        const danger = { certain: true, kind };
        const reply = composeReply({ sentiment: sentiment(label, { danger }), words, image, audio }, "job");
        assert.equal(reply.reaction, "care");
        assert.equal(reply.message, careFor({ kind, language: "ja", jobId: "job" }).message);
        assert.equal(reply.care?.kind, kind);
        assert.ok((reply.care?.lines.length ?? 0) > 0);
        assert.equal(reply.image, undefined);
        parseAs(ReplyResult, reply);
      }
    }
  });

  it("stays with who was in danger before, in other words than at first", () => {
    const danger = { certain: true, kind: "self-harm", followUp: true } as const;
    const reply = composeReply({ sentiment: sentiment("neutral", { danger }) }, "job");
    assert.equal(reply.message, careFor({ ...danger, language: "ja", jobId: "job" }).message);
    assert.notEqual(reply.message, careFor({ kind: "self-harm", language: "ja", jobId: "job" }).message);
  });

  it("names one help line under what the idol says when it is unsure, and no kind", () => {
    const danger = { certain: false, kind: "abuse" } as const;
    const reply = composeReply({ sentiment: sentiment("negative", { danger }), words, image, audio }, "job");
    assert.equal(reply.reaction, "idol");
    assert.ok(reply.message.startsWith(`${words.message}\n\n`) && reply.message.includes("0120-279-338"));
    assert.equal(reply.care?.kind, undefined);
    assert.equal(reply.image?.key, image.key);
  });

  it("tells people in a language that she does not speak so, in theirs, with lines for them", () => {
    for (const language of ["ko", "zh", "th", "vi", "id", "tl", "pt", "es", "fr", "de", "ru", "my", "und"] as const) {
      for (const danger of [undefined, { certain: true, kind: "self-harm" } as const]) {
        const read = sentiment("negative", { language, ...(danger !== undefined && { danger }) });
        const reply = parseAs(ReplyResult, composeReply({ text: "…", sentiment: read }, "job"));
        assert.equal(reply.reaction, danger === undefined ? "cheer" : "care");
        assert.ok((reply.care?.lines.length ?? 0) >= 3);
        assert.equal(reply.sentiment.language, language);
        assert.ok(reply.message.length <= MAX_TEXT_UTF16_UNITS);
      }
    }
  });

  it("fits into one LINE message whatever it says", () => {
    const texts = Object.values(CHEERS).flatMap((each) => Object.values(each).flat());
    assert.ok(texts.every((text) => text.length <= MAX_TEXT_UTF16_UNITS));
  });

  it("fails for good when the idol has nothing to say", () => {
    assert.throws(() => composeReply({ sentiment: sentiment("negative") }, "job"), StageError);
  });
});
