import { undecorate } from "../../../text/undecorate.ts";
import { mendReadings } from "./readings.ts";
import { speakSymbols } from "./symbols.ts";

/** What she says when there is nothing to say, as for a message of emoji only. */
export const WORDLESS = "ふふ";

/** What ends a clause, and so how the voice moves and how long it rests. */
export type Ending = "、" | "。" | "！" | "？";

/**
 * A stretch of speech without a pause: kana, kanji, ー, the letters and digits that `Spelling` left,
 * and a space where a new word must begin.
 */
export interface Clause {
  readonly text: string;
  readonly ending: Ending;
}

/** How an engine wants numbers and Latin words written; it gets both in ASCII. */
export type Spelling = (text: string) => string;

/** The text as what is spoken of it, clause by clause. Empty when nothing is. */
export function japaneseClauses(text: string, spell: Spelling): Clause[] {
  const spoken = speakable(text, spell);
  return Array.from(spoken.matchAll(/([^、。！？]+)([、。！？]*)/gu), ([, clause = "", marks = ""]) => ({
    text: clause.trim(),
    ending: endingOf(marks),
  })).filter((clause) => /[^ー ]/u.test(clause.text));
}

/**
 * Kana, kanji, ASCII letters and digits, spaces and the four ending marks; all else has become one
 * of these or is gone.
 */
function speakable(text: string, spell: Spelling): string {
  const plain = undecorate(text).normalize("NFKC");
  return (
    shortenRepeats(spell(plainLatin(shortenRepeats(mendReadings(speakSymbols(plain))))))
      .replace(/(?<!\d)\.|\.(?!\d)|[…‥\n]/gu, "。")
      .replace(/!/gu, "！")
      .replace(/\?/gu, "？")
      .replace(/」[、。]?「|』[、。]?『|[,:;/()（）[\]【】〔〕《》〈〉—―–]/gu, "、")
      // What is quoted begins with a word of its own: それは「もう」 is not それ + はもう.
      .replace(/[「『・]/gu, " ")
      .replace(/[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆A-Za-z0-9. 、。！？]/gu, "")
      .replace(/ {2,}/gu, " ")
  );
}

function endingOf(marks: string): Ending {
  for (const ending of ["？", "！", "。"] as const) if (marks.includes(ending)) return ending;
  return marks === "" ? "。" : "、";
}

/**
 * Latin words without accents, hyphens and dots: Wi-Fi is WiFi. Of endless ones only the beginning.
 */
function plainLatin(text: string): string {
  return text
    .replace(/(?<=\p{Script=Latin})[-'’.](?=\p{Script=Latin})/gu, "")
    .normalize("NFKD")
    .replace(/(?<=[A-Za-z])\p{M}+/gu, "")
    .normalize("NFC")
    .replace(/([A-Za-z]{40})[A-Za-z]+/gu, "$1");
}

/** すごーーーい, えええええ, っっっ: one long sound, not a stutter. */
function shortenRepeats(text: string): string {
  return text
    .replace(LONG_VOWEL, "ー")
    .replace(/ー{2,}/gu, "ー")
    .replace(/([ぁぃぅぇぉっァィゥェォッ])\1+/gu, "$1")
    .replace(/([あいうえおアイウエオ])\1{2,}/gu, "$1ー")
    .replace(/(\D)\1{4,}/gu, "$1$1$1");
}

/** A small vowel that goes on with the one before it: おやすみぃ. */
const LONG_VOWEL =
  /(?<=\p{Script=Hiragana}[あかがさざただなはばぱまやらわ])ぁ+|(?<=\p{Script=Hiragana}[いきぎしじちぢにひびぴみり])ぃ+|(?<=\p{Script=Hiragana}[うくぐすずつづぬふぶぷむゆる])ぅ+|(?<=\p{Script=Hiragana}[えけげせぜてでねへべぺめれ])ぇ+|(?<=\p{Script=Hiragana}[おこごそぞとどのほぼぽもよろ])ぉ+/gu;

/** Hiragana as katakana; the rest stays. */
export function toKatakana(text: string): string {
  return text.replace(/[ぁ-ゖ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));
}
