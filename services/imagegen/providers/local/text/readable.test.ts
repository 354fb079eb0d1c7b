import assert from "node:assert/strict";
import { test } from "node:test";
import { readable } from "./readable.ts";

const cases: readonly (readonly [promise: string, message: string, drawn: string])[] = [
  ["plain words stay as they are", "今日もえらいね、Good job!", "今日もえらいね、Good job!"],
  ["hearts, stars and notes become signs that the fonts have", "大好き❤️⭐🎵", "大好き♡☆♪"],
  ["other emoji are left out, joined ones too", "眠い😭👩‍👩‍👧ね", "眠いね"],
  ["what is left out leaves no gap between Japanese words", "今日は 😭 つらい 😭。", "今日はつらい。"],
  ["and one space between others", "so tired 😭 😭 today", "so tired today"],
  ["control and direction characters are left out", "a\u0000b\u202e\u200fc\u0007", "abc"],
  ["lone surrogates are left out", "a\ud800b\udc00", "ab"],
  ["stacked accents are left out, plain ones kept", "Z\u0321\u0334a\u0335 cafe\u0301", "Za café"],
  ["any white space is one space", "a\n\n b\t　c", "a b c"],
  ["half-width kana get their full width", "ｶﾞﾝﾊﾞﾚ", "ガンバレ"],
  ["scripts that the fonts lack are left out", "ok مرحبا", "ok"],
  ["nothing that can be drawn becomes a note", "😭\u200b", "♪"],
];

for (const [promise, message, drawn] of cases) {
  test(promise, () => assert.equal(readable(message), drawn));
}
