import assert from "node:assert/strict";
import { it } from "node:test";
import { cpuMs } from "@guchi/platform/testing/cpu.ts";
import { sameWords } from "./same-words.ts";

const LONG = "残業おつかれさま。ちゃんとご飯食べた？今日はゆっくり休んでね。";

const same: readonly (readonly [text: string, transcript: string])[] = [
  [LONG, LONG],
  [LONG, "残業お疲れ様、ちゃんとごはん食べた？ 今日はゆっくり休んでね！"],
  ["You did great today. Rest well!", "you did great today — rest well"],
  ["５時まで待ってたの、えらいね", "5時まで待ってたの、偉いね。"],
  ["ガンバッタネ", "がんばったね"],
  ["ｶﾞﾝﾊﾞｯﾀﾈ ＯＫ", "がんばったね OK"],
  ["えらいね", "偉いね"],
];
const other: readonly (readonly [what: string, text: string, transcript: string])[] = [
  ["an answer", LONG, "ありがとうございます。はい、ご飯は食べましたよ。"],
  ["a remark in front", "えらいね、おやすみ", "はい、わかりました。それでは読み上げますね。えらいね、おやすみ"],
  ["the first half only", LONG, "残業おつかれさま。"],
  ["other words of three letters", "はい！", "いいえ！"],
  ["a short remark on a short text", "えらいね", "ごめんね"],
  ["nothing", LONG, ""],
  ["nothing but signs", LONG, "……！"],
  ["another language", "You did great today. Rest well!", "今日もよく頑張りましたね"],
  ["a refusal", "You did great today. Rest well!", "I'm sorry, but I can't help with that request."],
];

for (const [text, transcript] of same) {
  it(`takes ${JSON.stringify(transcript)} for the text`, () => assert.ok(sameWords(text, transcript)));
}
for (const [what, text, transcript] of other) {
  it(`does not take ${what} for the text`, () => assert.ok(!sameWords(text, transcript)));
}
it("compares the longest texts in no time", () => {
  const start = cpuMs();
  sameWords("あ".repeat(240), "い".repeat(2_000));
  assert.ok(cpuMs() - start < 500);
});
