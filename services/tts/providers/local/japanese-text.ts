import { speakNumbers } from "./counters.ts";
import { speakSymbols } from "./japanese-symbols.ts";
import { readLatin } from "./latin-reading.ts";
import { respell } from "./respell.ts";
import { undecorate } from "../../text/undecorate.ts";

/** What ends a clause, and so how the voice moves and how long it rests. */
export type Ending = "、" | "。" | "！" | "？";

/**
 * A stretch of speech without a pause: only kana, kanji and ー, and a space where a new word must
 * begin.
 */
export interface Clause {
  readonly text: string;
  readonly ending: Ending;
}

/** The text as what is spoken of it, clause by clause. Empty when nothing is. */
export function japaneseClauses(text: string): Clause[] {
  const spoken = speakable(text);
  return Array.from(spoken.matchAll(/([^、。！？]+)([、。！？]*)/gu), ([, clause = "", marks = ""]) => ({
    text: clause.trim(),
    ending: endingOf(marks),
  })).filter((clause) => /[^ー ]/u.test(clause.text));
}

/**
 * Kana, kanji, spaces and the four ending marks; all else is spoken in kana, has become a mark, or
 * is gone.
 */
function speakable(text: string): string {
  const plain = undecorate(text).normalize("NFKC");
  return (
    respell(shortenRepeats(speakLatin(speakNumbers(speakSymbols(plain)))))
      .replace(/[.…‥\n]+/gu, "。")
      .replace(/!/gu, "！")
      .replace(/\?/gu, "？")
      .replace(/」[、。]?「|』[、。]?『|[,:;/()（）[\]【】〔〕《》〈〉—―–]/gu, "、")
      // What is quoted begins with a word of its own: それは「もう」 is not それ + はもう.
      .replace(/[「『・]/gu, " ")
      .replace(/[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆 、。！？]/gu, "")
      .replace(/ {2,}/gu, " ")
      .replace(LAUGH, toKatakana)
      .replace(SIGH, toKatakana)
  );
}

function endingOf(marks: string): Ending {
  for (const ending of ["？", "！", "。"] as const) if (marks.includes(ending)) return ending;
  return marks === "" ? "。" : "、";
}

function speakLatin(text: string): string {
  return text
    .replace(/(?<=\p{Script=Latin})[-'’.](?=\p{Script=Latin})/gu, "")
    .normalize("NFKD")
    .replace(/(?<=[A-Za-z])\p{M}+/gu, "")
    .normalize("NFC")
    .replace(/[A-Za-z]+/gu, readLatin);
}

/** すごーーーい, えええええ, っっっ: one long sound, not a stutter. */
function shortenRepeats(text: string): string {
  return text
    .replace(/ー{2,}/gu, "ー")
    .replace(/([ぁぃぅぇぉっァィゥェォッ])\1+/gu, "$1")
    .replace(/([あいうえおアイウエオ])\1{2,}/gu, "$1ー")
    .replace(/(.)\1{4,}/gu, "$1$1$1");
}

/**
 * The dictionary would read えへへ as え + the particle へ twice, and a sigh はぁ as the particle は. はは is
 * a laugh only when it stands alone: それでははじめよう is none.
 */
const LAUGH =
  /[えうてでい]?(?:へへ|ふふ|ひひ)[へふひ]*[っッ]?|(?<=^|[、。！？ ])あ?はは+(?=[っッ]?(?:$|[、。！？ ]))/gu;
const SIGH = /(?<=^|[、。！？ ])(?:[はへほ]|うわ|きゃ)[ぁぇぉあえおー]+(?=$|[っ、。！？])/gu;

/** Hiragana as katakana; the rest stays. */
export function toKatakana(text: string): string {
  return text.replace(/[ぁ-ゖ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));
}
