import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { japaneseTokenizer } from "@guchi/platform/text/japanese-tokenizer.ts";
import { phrases } from "./phrases.ts";
import { phonemes } from "./phonemes.ts";

/** Words with their particles, as they sound. */
const cases: Record<string, string> = {
  今日は頑張ったね: "kj'o:wa g'ambattane",
  家へ本を: "i'e: h'ou~o",
  私がそばにいるから: "wat'as\\iga sob'ani ir`'ukar`a",
  学校へ行きました: "g'akko:e ikim'as\\ta",
  休みましょう: "jasumimas\\'o:",
  行きません: "ikimas'eN\\",
  辛かったね: "t_sur`ak'attane",
  楽しい: "tanos\\'i:",
  何でも話してね: "n'andemo han'as\\tene",
  何があったの: "nan'iga 'attano",
  すごーい: "s'ugo:i",
  ヤバい: "jab'ai",
  鬱っぽい: "ut_supp'oi",
};

describe("phrases", async () => {
  const tokenizer = await japaneseTokenizer();
  for (const [clause, expected] of Object.entries(cases)) {
    it(`${clause} is ${expected}`, () => {
      const words = phrases(clause, tokenizer).map((phrase) => phonemes(phrase.morae, phrase.accent));
      assert.equal(words.join(" ").replaceAll("|", "").replaceAll("k_j", "kj"), expected);
    });
  }
});
