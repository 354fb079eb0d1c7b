import assert from "node:assert/strict";
import { it } from "node:test";
import { spokenText } from "./spoken.ts";

const cases: readonly (readonly [text: string, spoken: string])[] = [
  ["今日もおつかれさま！", "今日もおつかれさま！"],
  ["えらいね♪ 明日も😊！", "えらいね 明日も！"],
  ["Great job :) See https://a.example !", "Great job See!"],
  ["😊✨(^_^)", ""],
  ["一行目\n二行目", "一行目 二行目"],
];

for (const [text, spoken] of cases) {
  it(`a vendor's voice reads ${JSON.stringify(text)} as ${JSON.stringify(spoken)}`, () => {
    assert.equal(spokenText(text), spoken);
  });
}
