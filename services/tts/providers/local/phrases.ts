import type { JapaneseToken, JapaneseTokenizer } from "@guchi/shared/text/japanese-tokenizer.ts";
import { toKatakana } from "./japanese-text.ts";
import { morae, type Mora } from "./morae.ts";

/** A word with its particles (文節): spoken in one go, with one accent. */
export interface Phrase {
  readonly morae: readonly Mora[];
  /** Index of the mora after which the pitch falls. */
  readonly accent: number;
}

/** A clause's phrases, as the dictionary reads it: は and へ as particles are ワ and エ, 今日 is キョー. */
export function phrases(clause: string, tokenizer: JapaneseTokenizer): Phrase[] {
  const result: Phrase[] = [];
  let word: JapaneseToken[] = [];
  for (const token of tokenizer.tokenize(clause)) {
    if (word.length > 0 && !leans(token, word.at(-1))) {
      result.push(phrase(word, tokenizer));
      word = [];
    }
    word.push(token);
  }
  if (word.length > 0) result.push(phrase(word, tokenizer));
  return result.filter(({ morae: { length } }) => length > 0);
}

const LEANING_PARTS = new Set(["助詞", "助動詞"]);
const LEANING_DETAILS = new Set(["接尾", "非自立"]);

/** Whether the token is spoken together with what stands before it. */
function leans(token: JapaneseToken, before: JapaneseToken | undefined): boolean {
  if (LEANING_PARTS.has(token.pos) || LEANING_DETAILS.has(token.pos_detail_1)) return true;
  if (/^[ーァィゥェォャュョッンぁぃぅぇぉゃゅょっん]/u.test(token.surface_form)) return true;
  if (before?.pos === "接頭詞") return true;
  // Words that the dictionary lacks come in pieces: ヤバ + い.
  if (before?.word_type === "UNKNOWN" && /^[ぁ-ん]{1,2}$/u.test(token.surface_form)) return true;
  // 全力 + 応援 is one word, 今日 + 会議 are two.
  return before?.pos === "名詞" && token.pos === "名詞" && before.pos_detail_1 !== "副詞可能";
}

function phrase(word: readonly JapaneseToken[], tokenizer: JapaneseTokenizer): Phrase {
  const readings = word.map((token, i) => reading(token, word[i + 1], tokenizer));
  return { morae: morae(readings.join("")), accent: accentOf(word, readings) };
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

function reading(token: JapaneseToken, next: JapaneseToken | undefined, tokenizer: JapaneseTokenizer): string {
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

/** A character of a word that the dictionary lacks: its own reading, or nothing. */
function readKanji(kanji: string, tokenizer: JapaneseTokenizer): string {
  const own = OWN_READINGS[kanji];
  if (own !== undefined || !/\p{Script=Han}/u.test(kanji)) return own ?? toKatakana(kanji);
  const pronunciation = tokenizer.tokenize(kanji)[0]?.pronunciation;
  return pronunciation === undefined || pronunciation === "*" ? "" : pronunciation;
}

/**
 * A guess, for the dictionary knows no accents. Polite verbs fall after ま(す), ま(した), ませ(ん), ましょ(う); adjectives
 * before their い or かった; most else rises at its second mora and stays up, which is what half of all nouns do.
 */
function accentOf(word: readonly JapaneseToken[], readings: readonly string[]): number {
  const lengthUpTo = (i: number) => morae(readings.slice(0, i).join("")).length;
  const polite = word.findIndex(({ basic_form: base }) => base === "ます");
  if (polite > 0) return lengthUpTo(polite) + (/^(?:マセ|マショ)/u.test(readings[polite] ?? "") ? 1 : 0);
  const adjective = word.findIndex(({ pos }) => pos === "形容詞");
  if (adjective >= 0) return Math.max(0, lengthUpTo(adjective + 1) - 2);
  const second = morae(readings.join(""))[1];
  return second !== undefined && /[aiueo]/u.test(second.vowel) ? 1 : 0;
}
