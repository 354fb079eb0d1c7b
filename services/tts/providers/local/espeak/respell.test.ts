import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { respell } from "./respell.ts";

const cases: Record<string, string> = {
  えへへ: "エヘヘ",
  うふふっ: "ウフフッ",
  あははっ: "アハハっ",
  それでははじめよう: "それでははじめよう",
  はぁ: "ハァ",
  "うわぁ きゃー": "ウワァ キャー",
  "今夜はもう おつかれさま": "今夜は もう お疲れさま",
};

describe("respell", () => {
  for (const [text, expected] of Object.entries(cases)) {
    it(`${text} is written ${expected} for the dictionary`, () => {
      assert.equal(respell(text), expected);
    });
  }
});
