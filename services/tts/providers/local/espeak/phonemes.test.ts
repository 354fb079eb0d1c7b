import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { morae } from "./morae.ts";
import { phonemes } from "./phonemes.ts";

/** Without the separators and the accent. */
const sounds = (katakana: string) => phonemes(morae(katakana), 0).replaceAll(/[|']/gu, "");

const cases: Record<string, string> = {
  キョーワ: "k_jo:wa",
  リョコー: "r`_joko:",
  シャシン: "s\\as\\iN\\",
  チョコ: "t_s\\oko",
  ジュース: "d_z\\u:su",
  ティッシュ: "tis\\s\\u",
  ファイト: "p\\aito",
  ウォーター: "wo:ta:",
  ヴァイオリン: "vaior`iN\\",
  クォーター: "kwo:ta:",
  チェック: "t_s\\ekku",
  ヒャク: "Caku",
  キッテ: "kitte",
  マッチャ: "matt_s\\a",
  エッ: "e?",
  ガンバル: "gambar`u",
  テンキ: "teNki",
  ミンナ: "minna",
  シンブン: "s\\imbuN\\",
  レンアイ: "r`ei~ai",
  デス: "des",
  イキマシタ: "ikimas\\ta",
  スキ: "ski",
  スゴイ: "sugoi",
  ガス: "gasu",
  ヨォ: "jo:",
  ネェ: "ne:",
  オオキイ: "o:ki:",
  ー: "a",
  a漢: "",
};

describe("phonemes", () => {
  for (const [katakana, expected] of Object.entries(cases)) {
    it(`${katakana} is ${expected}`, () => {
      assert.equal(sounds(katakana), expected);
    });
  }

  it("puts the accent on a mora that has a voice", () => {
    assert.equal(phonemes(morae("タノシイ"), 1), "t|a|n|'o|s\\|i:");
    assert.equal(phonemes(morae("クツシタ"), 2), "k|u|t_s|'u|s\\|t|a");
    assert.equal(phonemes(morae("シテ"), 0), "s\\|t|'e");
    assert.equal(phonemes(morae("トーキョー"), 1), "t|'o:|k_j|o:");
  });
});
