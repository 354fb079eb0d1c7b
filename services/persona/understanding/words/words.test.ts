import assert from "node:assert/strict";
import { test } from "node:test";
import { ENGLISH } from "./en.ts";
import { JAPANESE } from "./ja.ts";

for (const [language, vocabulary] of Object.entries({ ja: JAPANESE, en: ENGLISH })) {
  const { subjects: details } = vocabulary;
  const lists = {
    details: details.flatMap(({ words }) => words),
    topics: Object.values(vocabulary.topics).flat(),
    moods: Object.values(vocabulary.moods).flatMap(({ strong, weak }) => strong.concat(weak)),
    ignored: vocabulary.ignored,
  };

  test(`${language}: a word tells of one thing only`, () => {
    for (const words of Object.values(lists)) assert.deepEqual(repeated(words), []);
    // An ignored word would hide the same word in any other list; a detail would hide it among the
    // topics.
    for (const words of [lists.details, lists.topics, lists.moods]) {
      assert.deepEqual(repeated([...words, ...lists.ignored]), []);
    }
    assert.deepEqual(repeated([...lists.details, ...lists.topics]), []);
  });

  test(`${language}: words are written as a normalized text has them`, () => {
    for (const word of Object.values(lists).flat()) {
      assert.equal(word, word.normalize("NFKC").toLowerCase());
      assert.equal(word, word.trim());
      assert.notEqual(word, "");
    }
  });

  test(`${language}: every detail has its own name, and lines to choose from`, () => {
    assert.deepEqual(repeated(details.map(({ name }) => name)), []);
    for (const { name, lines } of details) {
      assert.ok(lines.react.length >= 1 && lines.insight.length + lines.react.length >= 2, name);
    }
  });
}

function repeated(words: readonly string[]): string[] {
  return words.filter((word, index) => words.indexOf(word) !== index);
}
