import assert from "node:assert/strict";
import { test } from "node:test";
import { type Language, MAX_MESSAGE_UTF16_UNITS, Mood, TimeOfDay, Topic } from "@guchi/contracts/guchi.ts";
import { createRandom } from "../random.ts";
import { detailEntries } from "../understanding/entries.ts";
import type { Understood } from "../understanding/understand.ts";
import type { KnownDetail, Vocabulary } from "../understanding/vocabulary.ts";
import { ENGLISH } from "../understanding/words/en.ts";
import { JAPANESE } from "../understanding/words/ja.ts";
import type { PhraseBank } from "./bank.ts";
import { composeMessage, waysToSay } from "./compose.ts";
import { EN } from "./en.ts";
import { JA } from "./ja.ts";

const LANGUAGES: readonly { language: Language; bank: PhraseBank; vocabulary: Vocabulary; usual: [number, number] }[] =
  [
    { language: "ja", bank: JA, vocabulary: JAPANESE, usual: [40, 110] },
    { language: "en", bank: EN, vocabulary: ENGLISH, usual: [80, 200] },
  ];

for (const { language, bank, vocabulary, usual } of LANGUAGES) {
  test(`${language}: every message that can be composed has a good length`, () => {
    for (const { parts, what } of everything(bank, vocabulary)) {
      const lengths = parts.map((sentences) => sentences.map(({ length }) => length));
      const spaces = 2 * bank.space.length;
      const shortest = lengths.reduce((sum, part) => sum + Math.min(...part), spaces);
      const longest = lengths.reduce((sum, part) => sum + Math.max(...part), spaces);
      assert.ok(shortest >= usual[0] && longest <= usual[1], `${what}: ${shortest} to ${longest}`);
      assert.ok(longest <= MAX_MESSAGE_UTF16_UNITS);
    }
  });

  test(`${language}: every sentence is filled, in its language and in character`, () => {
    const sentences = new Set(everything(bank, vocabulary).flatMap(({ parts }) => parts.flat()));
    for (const sentence of sentences) {
      assert.doesNotMatch(sentence, /[{}]|undefined|\s{2}|^\s|\s$/);
      assert.doesNotMatch(sentence, language === "ja" ? /[a-z]/ : /[^\x20-\x7e♪é]/);
      if (language === "ja") assert.match(sentence, /\p{Script=Hiragana}/u);
      assert.doesNotMatch(sentence, /頑張|がんばれ|がんばろ|がんばって|のことのこと|cheer up|try harder|人間|human/i);
      assert.match(sentence, /[。！♪？.!?]$/);
    }
  });

  test(`${language}: a message holds at most one mark such as ♪, and grave ones none`, () => {
    for (const { parts, what, grave } of everything(bank, vocabulary)) {
      const most = parts.reduce((sum, sentences) => sum + marks(sentences), 0);
      assert.ok(most <= (grave ? 0 : 1), what);
    }
  });

  test(`${language}: no sentence of a part holds another, so a fresh one is always left`, () => {
    for (const { parts, what } of everything(bank, vocabulary)) {
      for (const sentences of parts) {
        for (const sentence of sentences) {
          assert.equal(sentences.filter((other) => other.includes(sentence)).length, 1, `${what}: ${sentence}`);
        }
      }
      assert.ok(parts.filter(({ length }) => length >= 3).length >= 2, what);
    }
  });
}

test("the same seed gives the same message, another seed mostly another one", () => {
  const understood: Understood = { topic: "work", mood: "tired", details: [], grave: false };
  const say = (seed: string) =>
    composeMessage({ bank: JA, understood, timeOfDay: "day", previousMessage: undefined, random: createRandom(seed) });
  assert.equal(say("job-1"), say("job-1"));
  assert.ok(new Set(Array.from({ length: 50 }, (_, index) => say(`job-${index}`))).size > 35);
});

test("nothing of what she said last is said again", () => {
  const understood: Understood = { topic: "sleep", mood: "lonely", details: [], grave: false };
  for (const { bank } of LANGUAGES) {
    let previousMessage: string | undefined;
    for (let index = 0; index < 300; index++) {
      const random = createRandom(`job-${index}`);
      const message = composeMessage({ bank, understood, timeOfDay: "night", previousMessage, random });
      for (const sentence of message.split(/(?<=[。！？.!?♪])\s*/)) assert.ok(!previousMessage?.includes(sentence));
      previousMessage = message;
    }
  }
});

for (const { language, bank, vocabulary } of LANGUAGES) {
  test(`${language}: a message does not echo its own words`, () => {
    let echoes = 0;
    const known = knownDetails(vocabulary);
    for (const detail of known) {
      for (let seed = 0; seed < 30; seed++) {
        const { topic, mood = "tired", grave = false } = detail;
        const message = composeMessage({
          bank,
          understood: { topic, mood, details: [detail], grave },
          timeOfDay: "morning",
          previousMessage: undefined,
          random: createRandom(`${seed}`),
        });
        if (bank.echoes.some((word) => message.split(word).length > 2)) echoes++;
      }
    }
    // Where a detail has but two or three lines there may be no other choice.
    assert.ok(echoes / (known.length * 30) < 0.02, `${echoes} of ${known.length * 30}`);
  });
}

/**
 * Every way to speak of every topic, mood, time and detail, and of every two details of a topic.
 */
function everything(bank: PhraseBank, vocabulary: Vocabulary) {
  const known = knownDetails(vocabulary);
  const things = known.filter(({ grave, person }) => !grave && !person);
  const longestName = things.toSorted((a, b) => b.name.length - a.name.length).slice(0, 2);
  return TimeOfDay.enum.flatMap((timeOfDay) =>
    Mood.enum.flatMap((mood) => {
      const understood = [
        ...Topic.enum.map((topic): Understood => ({ topic, mood, details: [], grave: false })),
        ...Topic.enum.map((topic): Understood => ({ topic, mood, details: longestName, grave: false })),
        ...Topic.enum.map((topic): Understood => ({ topic, mood, details: [], grave: true })),
        ...Topic.enum.map((topic): Understood => ({ topic, mood, details: longestName, grave: true })),
        ...known.map((detail): Understood => ({
          topic: detail.topic,
          mood,
          details: [detail],
          grave: detail.grave ?? false,
        })),
      ];
      return understood.flatMap((each) =>
        waysToSay(bank, each, timeOfDay).map(({ openings, middles, closings }) => ({
          parts: [openings, middles, closings],
          grave: each.grave,
          what: `${each.topic}, ${mood}, ${timeOfDay}, ${each.details.map(({ name }) => name).join(" and ")}`,
        })),
      );
    }),
  );
}

function knownDetails(vocabulary: Vocabulary): KnownDetail[] {
  return detailEntries(vocabulary)
    .flatMap(([, detail]) => detail ?? [])
    .filter((detail, index, all) => all.indexOf(detail) === index);
}

/** The most marks that one of the sentences holds. */
function marks(sentences: readonly string[]): number {
  return Math.max(...sentences.map((sentence) => sentence.match(/[♪☆★♡♥]|\p{Extended_Pictographic}/gu)?.length ?? 0));
}
