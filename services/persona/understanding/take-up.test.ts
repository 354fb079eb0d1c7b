import assert from "node:assert/strict";
import { test } from "node:test";
import type { Language } from "@guchi/contracts/guchi.ts";
import { takeUp } from "./take-up.ts";

const AMOUNTS: readonly (readonly [Language, string, string | undefined, string?])[] = [
  ["ja", "大家に二十万請求された", "二十万", "money"],
  ["ja", "800円のランチが1,200円になった", "800円", "money"],
  ["ja", "3時間も待たされた", "3時間", "long"],
  ["ja", "3時間しか寝てない", "3時間", "few"],
  ["ja", "20社落ちた", "20社", "often"],
  ["ja", "3年前に別れた", undefined],
  ["ja", "3時に起きた", undefined],
  ["en", "I waited for three hours", "three hours", "long"],
  ["en", "It was three years ago", undefined],
  ["en", "They charged me $35 again", "$35", "money"],
];

for (const [language, text, amount, kind] of AMOUNTS) {
  test(`${text} → ${amount ?? "no amount"}`, () => {
    assert.deepEqual(takeUp(text, language).amount, amount === undefined ? undefined : { kind, text: amount });
  });
}

test("a quoted word is taken up, and whether somebody said it to the user", () => {
  assert.deepEqual(takeUp("店長に「やる気ある？」って言われた", "ja").quote, { text: "やる気ある", heard: true });
  assert.deepEqual(takeUp("上司に使えないって言われた", "ja").quote, { text: "使えない", heard: true });
  assert.deepEqual(takeUp("「手伝って」って言ったのに", "ja").quote, { text: "手伝って", heard: false });
  assert.deepEqual(takeUp('He said "smile more" again', "en").quote, { text: "smile more", heard: true });
});

test("what is not fit to be said does not come back", () => {
  for (const quoted of [
    "死ね",
    "このブス",
    "{thing}",
    "<b>hi</b>",
    "090-1234-5678",
    "https://evil.example",
    "LINE交換しよう",
  ]) {
    assert.equal(takeUp(`「${quoted}」って言われた`, "ja").quote, undefined, quoted);
  }
  assert.equal(takeUp('He said "you fat idiot"', "en").quote, undefined);
});

test("where nothing else is known, the thing it is about is", () => {
  assert.equal(takeUp("鼻血が止まらない", "ja").noun, "鼻血");
  assert.equal(takeUp("今日が終わらない", "ja").noun, undefined);
});
