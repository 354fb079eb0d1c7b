import assert from "node:assert/strict";
import { it } from "node:test";
import { cutAtSentence } from "./cut.ts";

const cases: readonly (readonly [what: string, text: string, max: number, cut: string])[] = [
  ["leaves a short text as it is", "疲れた。もう無理", 8, "疲れた。もう無理"],
  ["ends with a sentence", "疲れた。もう無理。帰りたい", 11, "疲れた。もう無理。"],
  ["ends with a line", "tired of it\nreally tired", 15, "tired of it\n"],
  ["cuts a sentence when none ends in the second half", "あ。いいいいいいいいいい", 8, "あ。いいいいいい"],
  ["cuts what has no sentence", "あああああああ", 3, "あああ"],
  ["counts an emoji of several as one", "👨‍👩‍👧‍👦".repeat(5), 5, "👨‍👩‍👧‍👦".repeat(5)],
  ["never cuts through an emoji", "👨‍👩‍👧‍👦".repeat(5), 3, "👨‍👩‍👧‍👦".repeat(3)],
];
for (const [what, text, max, cut] of cases) {
  it(`the cut ${what}`, () => assert.equal(cutAtSentence(text, max), cut));
}
