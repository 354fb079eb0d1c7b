import assert from "node:assert/strict";
import { test } from "node:test";
import { breakEvenly, breakLines } from "./line-break.ts";
import { phrases } from "./phrases.ts";

const count = (text: string): number => Array.from(text).length;

test("phrases joined are the text, and lines hold all of it but the spaces where they end", () => {
  const text = "残業ばっかりで、本当におつかれさま。 Take it easy, ok？";
  assert.equal(phrases(text).join(""), text);
  assert.equal(breakLines(phrases(text), 9, count).join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
});

test("Japanese is broken between phrases", () => {
  assert.deepEqual(breakLines(phrases("今日も一日おつかれさま！よくがんばったね。"), 12, count), [
    "今日も一日おつかれさま！",
    "よくがんばったね。",
  ]);
});

for (const whole of [
  "もどかしい",
  "ひと息",
  "もうひと仕事",
  "あとひと踏ん張り",
  "もう一度",
  "気もつかう",
  "とびきり",
  "くたびれ",
  "へとへと",
  "上司",
  "忘れちゃうよね",
  "くやしい",
  "さみしい",
  "がまん",
  "おさいふ",
  "動きっぱなし",
]) {
  test(`no line breaks inside ${whole}`, () => {
    for (const text of [`今日も長い一日で、${whole}って思うよね。`, `そっか、${whole}、それはほんとに大変だ。`]) {
      for (let width = Math.max(8, whole.length + 4); width < 24; width += 1) {
        const lines = breakEvenly(phrases(text), width, count);
        assert.ok(
          lines.some((line) => line.includes(whole)),
          lines.join("/"),
        );
      }
    }
  });
}

test("after a comma a line may end, whatever the parser says", () => {
  const pieces = phrases("こわいと思う気持ちを、かくさなくていいんだよ。");
  assert.deepEqual(pieces.slice(-1), ["かくさなくていいんだよ。"]);
});

test("a line rather ends where a sentence does", () => {
  const pieces = phrases("うんうん、聞いてるよ。ゆっくりでいいからね。おやすみ。");
  assert.deepEqual(breakEvenly(pieces, 17, count), ["うんうん、聞いてるよ。", "ゆっくりでいいからね。おやすみ。"]);
});

test("English is broken between words", () => {
  assert.deepEqual(breakLines(phrases("You have done enough today"), 12, count), ["You have", "done enough", "today"]);
});

test("a Latin word within Japanese is not broken", () => {
  for (const line of breakLines(phrases("TypeScriptの神様もVSCodeもひどいよね"), 11, count)) {
    assert.doesNotMatch(line, /^[a-z]/);
  }
});

for (const forbidden of "、。！？」』）ー…っょ♪♡☆") {
  test(`no line starts with ${forbidden}`, () => {
    for (const text of [
      `${"漢".repeat(9)}${forbidden}漢字`,
      `${"漢".repeat(19)}${forbidden}`,
      `すごい${forbidden}えらい${forbidden}`,
    ]) {
      for (const width of [4, 5, 9, 10]) {
        const lines = breakLines(phrases(text), width, count);
        assert.ok(
          lines.every((line) => !line.startsWith(forbidden)),
          lines.join("/"),
        );
      }
    }
  });
}

for (const forbidden of "「『（") {
  test(`no line ends with ${forbidden}`, () => {
    const lines = breakLines(phrases(`${"漢".repeat(9)}${forbidden}漢字」`), 10, count);
    assert.ok(
      lines.every((line) => !line.endsWith(forbidden)),
      lines.join("/"),
    );
  });
}

for (const text of [
  "あ".repeat(240),
  "W".repeat(240),
  "。".repeat(240),
  "「".repeat(240),
  "あ。".repeat(120),
  "I ".repeat(120),
]) {
  test(`no line of "${text.slice(0, 4)}…" is wider than allowed, and nothing is lost`, () => {
    for (const width of [1, 7, 28]) {
      const lines = breakEvenly(phrases(text), width, count);
      assert.ok(lines.every((line) => count(line) <= width));
      assert.equal(lines.join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
    }
  });
}

test("lines are about equally long, without one more of them", () => {
  const pieces = phrases("a b c d e f g h i j k");
  const lines = breakEvenly(pieces, 19, count);
  assert.equal(lines.length, breakLines(pieces, 19, count).length);
  assert.deepEqual(lines, ["a b c d e f", "g h i j k"]);
});
