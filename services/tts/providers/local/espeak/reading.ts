import type { JapaneseToken, JapaneseTokenizer } from "@guchi/platform/text/japanese-tokenizer.ts";
import { toKatakana } from "../japanese/clauses.ts";

/** How a token is spoken in katakana, given what follows it. Empty for what no one can read. */
export function reading(token: JapaneseToken, next: JapaneseToken | undefined, tokenizer: JapaneseTokenizer): string {
  const { surface_form: surface, pronunciation } = token;
  const own = OWN_READINGS[surface];
  if (own !== undefined) return own;
  if (surface === "何" && /^[でだどのなとてに]/u.test(next?.surface_form ?? "")) return "ナン";
  // ましょ + う, 帰ろ + う: the vowel goes on.
  if (surface === "う" && token.pos === "助動詞") return "ー";
  if (pronunciation !== undefined && pronunciation !== "*") return pronunciation;
  if (!/\p{Script=Han}/u.test(surface)) return toKatakana(surface);
  return Array.from(surface, (kanji) => readKanji(kanji, tokenizer)).join("");
}

/** Where the dictionary's first choice is not what an idol means. */
const OWN_READINGS: Record<string, string> = {
  私: "ワタシ",
  他: "ホカ",
  身体: "カラダ",
  お家: "オウチ",
  鬱: "ウツ",
  十分: "ジューブン",
  言う: "ユー",
  行く: "イク",
  良い: "イイ",
};

/** A character of a word that the dictionary lacks: its own reading, or nothing. */
function readKanji(kanji: string, tokenizer: JapaneseTokenizer): string {
  const own = OWN_READINGS[kanji];
  if (own !== undefined || !/\p{Script=Han}/u.test(kanji)) return own ?? toKatakana(kanji);
  const pronunciation = tokenizer.tokenize(kanji)[0]?.pronunciation;
  return pronunciation === undefined || pronunciation === "*" ? "" : pronunciation;
}
