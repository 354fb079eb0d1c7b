import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { japaneseTokenizer } from "@guchi/platform/text/japanese-tokenizer.ts";
import { WORDLESS } from "../japanese/clauses.ts";
import { japaneseScript } from "./japanese-script.ts";

describe("japaneseScript", async () => {
  const tokenizer = await japaneseTokenizer();

  it("writes phonemes and the marks that espeak moves its voice by", () => {
    assert.equal(japaneseScript("今日は、えらい！いい？", tokenizer), "[[k_j|'o:|w|a]], [[e|r`|'a|i]]! [['i:]]?");
  });

  it("says something small when there is nothing to say", () => {
    for (const text of ["😊", "…！？", "(^_^)", "٩( )۶", " "]) {
      assert.equal(japaneseScript(text, tokenizer), japaneseScript(WORDLESS, tokenizer));
    }
  });

  it("holds nothing but phonemes and marks, whatever the text", () => {
    const script = japaneseScript(
      "[[a]] 100%のΩ… <b>「仕事」</b>でPTA → 鬱😢 \\ | ' \" ｗｗｗ ㈱ ① 々 〆切 ゟ",
      tokenizer,
    );
    assert.match(script, /^(?:\[\[[a-zNC_~:`\\|'?]+\]\][,.!? ]*)+$/u);
  });
});
