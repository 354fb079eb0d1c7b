import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cpuMs } from "@guchi/platform/testing/cpu.ts";
import * as fc from "fast-check";
import { asksToForget } from "./forget-words.ts";

const ASKS = [
  "全部忘れて",
  "ぜんぶ忘れて",
  "全部わすれて",
  "全て忘れて",
  "すべて忘れてください",
  "ぜーんぶ忘れてー！",
  "データを消して",
  "データ消して",
  "私のデータを全部削除してください",
  "全部のデータを消去して",
  "ミミちゃん、もう全部忘れて",
  "全部忘れて、お願い",
  "　「全部忘れて」 \n",
  "全部忘れて😢🙏",
  "forget me",
  "FORGET EVERYTHING",
  "Please forget everything about me.",
  "delete my data",
  "Delete all of my data now 🙏",
  "ｆｏｒｇｅｔ ｍｅ",
];

const OTHERS = [
  // May be a farewell: they are heard.
  "私のこと忘れて",
  "私のことはもう忘れてください",
  "please forget me",
  "forget about me",
  "全部忘れたい",
  "全部忘れてしまった",
  "全部忘れて寝たい",
  "お酒飲んで全部忘れて寝る",
  "宿題全部忘れて怒られた",
  "彼に私のこと忘れてほしくない",
  "データを消してしまった",
  "データ消しちゃって残業",
  "私のこと忘れてる友達がいる",
  "忘れて",
  "消えたい",
  "I want to forget everything",
  "he will forget me",
  "don't forget me",
  "They deleted my data",
  "delete me",
  "forget it",
  "",
];

describe("asking to be forgotten", () => {
  for (const text of ASKS) it(`${JSON.stringify(text)} asks`, () => assert.equal(asksToForget(text), true));
  for (const text of OTHERS) it(`${JSON.stringify(text)} does not`, () => assert.equal(asksToForget(text), false));

  it("is the whole message: with any other word it is a message as any", () => {
    const word = fc.constantFrom("残業", "つらい", "死にたい", "boss", "not", "昨日");
    fc.assert(
      fc.property(fc.constantFrom(...ASKS), word, fc.boolean(), (asks, other, before) =>
        assert.equal(asksToForget(before ? other + asks : `${asks} ${other}`), false),
      ),
    );
  });

  it("is told quickly for a long text of anything", () => {
    for (const piece of ["私のこと", "全部", "please", "ー", "データ", "ﷺ"]) {
      const at = cpuMs();
      assert.equal(asksToForget(piece.repeat(5_000 / piece.length)), false);
      assert.ok(cpuMs() - at < 200, piece);
    }
  });
});
