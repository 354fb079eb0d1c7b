import assert from "node:assert/strict";
import { test } from "node:test";
import { blankOut, createMatcher } from "./matcher.ts";

test("the longest word wins, and words do not overlap", () => {
  const find = createMatcher({
    wholeWords: false,
    entries: [
      ["残業", 1],
      ["残業代", 2],
      ["代金", 3],
    ],
  });
  assert.deepEqual(find("残業代金と残業"), [
    { value: 2, start: 0, end: 3 },
    { value: 1, start: 5, end: 7 },
  ]);
});

test("an English word stands alone, unless it is open at its end", () => {
  const find = createMatcher({
    wholeWords: true,
    entries: [
      ["rent", "rent"],
      ["exhaust*", "tired"],
      ["my boss", "boss"],
    ],
  });
  const values = (text: string) => find(text).map(({ value }) => value);
  assert.deepEqual(values("my parents are different"), []);
  assert.deepEqual(values("rent! (rent) it's exhausting, my boss."), ["rent", "rent", "tired", "boss"]);
  assert.deepEqual(values("inexhaustible"), []);
});

test("what was found can be blanked out, and the rest stays where it is", () => {
  const text = "満員電車で雨、電車";
  const find = createMatcher({
    wholeWords: false,
    entries: [
      ["満員電車", 1],
      ["雨", 2],
    ],
  });
  assert.equal(blankOut(text, find(text)), "    で 、電車");
  assert.equal(blankOut(text, []), text);
});
