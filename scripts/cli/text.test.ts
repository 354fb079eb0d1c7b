import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { clean, columnsOf, fit, pad, wrap } from "./text.ts";

describe("text on a terminal", () => {
  const widths: readonly [text: string, columns: number][] = [
    ["", 0],
    ["abc", 3],
    ["é", 1],
    ["e\u0301", 1],
    ["愚痴", 4],
    ["ｶﾅ", 2],
    ["カナ、。", 8],
    ["ＡＢ", 4],
    ["한글", 4],
    ["😀", 2],
    ["👩‍👩‍👧", 2],
    ["𠮷", 2],
    ["❤️", 2],
    ["a\u200bb", 2],
  ];
  for (const [text, columns] of widths) {
    it(`takes ${columns} columns for ${JSON.stringify(text)}`, () => assert.equal(columnsOf(text), columns));
  }

  it("is cut at a column, never in the middle of a character", () => {
    assert.equal(fit("愚痴を言う", 10), "愚痴を言う");
    assert.equal(fit("愚痴を言う", 9), "愚痴を言…");
    assert.equal(fit("愚痴を言う", 8), "愚痴を…");
    assert.equal(fit("👩‍👩‍👧👩‍👩‍👧", 3), "👩‍👩‍👧…");
    assert.equal(fit("abc", 0), "");
  });

  it("is padded to a column", () => {
    assert.equal(pad("愚痴", 6), "愚痴  ");
    assert.equal(pad("愚痴", 3), "愚痴");
  });

  it("is broken between words, into lines that fit and begin with no mark", () => {
    const text = "残業って、時計の針まで重たく見えてくるよね。今日の荷物、ミミが半分持つよ。";
    for (const columns of [2, 7, 12, 20, 33]) {
      const lines = wrap(text, columns);
      assert.equal(lines.join(""), text);
      for (const line of lines) assert.ok(columnsOf(line) <= columns, line);
      if (columns > 10) for (const line of lines) assert.doesNotMatch(line, /^[、。]/);
    }
    assert.deepEqual(wrap("one two three", 7), ["one two", "three"]);
    assert.deepEqual(wrap("one\n\ntwo", 7), ["one", "", "two"]);
    assert.deepEqual(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
  });

  it("commands nothing", () => {
    assert.equal(clean("\u001B[31mred\u001B[0m\u0007\r\u009b1m!\u202Eabc\nnext"), "red!abc\nnext");
    assert.equal(clean("\u001B]8;;http://evil\u0007link\u001B]8;;\u0007"), "link");
  });
});
