import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fold } from "./fold.ts";

describe("a text as the signs of self-harm read it", () => {
  const japanese: readonly (readonly [what: string, text: string, folded: string])[] = [
    ["katakana, also of half width", "シニタイ ｼﾆﾀｲ", "しにたいしにたい"],
    ["small kana", "しにたぃ", "しにたい"],
    ["letters set apart", "死 に・た い", "死にたい"],
    ["the marks of a groan", "死゛に゛た゛い゛", "死にたい"],
    ["marks that make another letter", "ｶﾞﾝﾊﾞﾙ がんばる", "がんばるがんばる"],
    ["what stands for 死", "タヒにたい 氏にたい 4にたい 〇にたい", "死にたい死にたい死にたい死にたい"],
    ["laughter between letters", "しwにwたwい まじでw今日", "しにたいまじで今日"],
    ["laughter set apart", "死 w に w た w い", "死にたい"],
    ["a number before a particle", "14にて 佐藤氏に", "14にて佐藤氏に"],
  ];
  for (const [what, text, folded] of japanese) {
    it(`${what}: ${text}`, () => assert.equal(fold(text).japanese, folded));
  }

  const english: readonly (readonly [text: string, folded: string])[] = [
    ["S*icide, su1cide and suicidal", "suicide, suicide and suicidal"],
    ["k!ll mys3lf", "kill myself"],
    ["un alive and unal1ve", "unalive and unalive"],
    ["self-h@rm, s/h", "self harm, self harm"],
    ["@mimi, mail a@b.example now", " , mail now"],
    ["i wantt to dieee, wnat to die", "i want to die, want to die"],
    ["ins/hand, skilled", "ins/hand, skilled"],
  ];
  for (const [text, folded] of english) {
    it(`English without its masks: ${text}`, () => assert.equal(fold(text).english, folded));
  }
});
