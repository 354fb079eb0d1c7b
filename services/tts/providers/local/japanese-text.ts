import { speakNumbers } from "./counters.ts";
import { readLatin } from "./latin-reading.ts";
import { undecorate } from "./undecorate.ts";

/** What ends a clause, and so how the voice moves and how long it rests. */
export type Ending = "、" | "。" | "！" | "？";

/** A stretch of speech without a pause: only kana, kanji and ー. */
export interface Clause {
  readonly text: string;
  readonly ending: Ending;
}

/** The text as what is spoken of it, clause by clause. Empty when nothing is. */
export function japaneseClauses(text: string): Clause[] {
  const spoken = speakable(text);
  return Array.from(spoken.matchAll(/([^、。！？]+)([、。！？]*)/gu), ([, clause = "", marks = ""]) => ({
    text: clause,
    ending: endingOf(marks),
  })).filter((clause) => /[^ー]/u.test(clause.text));
}

/** Kana, kanji and the four ending marks; all else is spoken in kana, has become a mark, or is gone. */
function speakable(text: string): string {
  const plain = undecorate(text).normalize("NFKC");
  return shortenRepeats(speakLatin(speakNumbers(speakSymbols(plain))))
    .replace(/[.…‥\n]+/gu, "。")
    .replace(/!/gu, "！")
    .replace(/\?/gu, "？")
    .replace(/」[、。]?「|』[、。]?『|[,:;/()（）[\]【】〔〕《》〈〉—―–]|\s\|\s/gu, "、")
    .replace(/[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆、。！？]/gu, "")
    .replace(LAUGH, toKatakana)
    .replace(SIGH, toKatakana);
}

function endingOf(marks: string): Ending {
  for (const ending of ["？", "！", "。"] as const) if (marks.includes(ending)) return ending;
  return marks === "" ? "。" : "、";
}

/** Signs that have a word of their own. After NFKC: ％ is %, ～ is ~, ℃ is °C. */
function speakSymbols(text: string): string {
  return text
    .replace(
      /([月火水木金土日])\s?[~〜]\s?([月火水木金土日])/gu,
      (_, from: string, to: string) => `${WEEKDAYS[from]}から${WEEKDAYS[to]}`,
    )
    .replace(/(?<=[\d時分日月円年])\s?[~〜]\s?(?=\d)/gu, "から")
    .replace(/(?<=[\p{Script=Hiragana}\p{Script=Katakana}ー])[~〜]+/gu, "ー")
    .replace(/¥\s?(\d[\d,]*)/gu, "$1円")
    .replace(/\$\s?(\d[\d,.]*\d|\d)/gu, "$1ドル")
    .replace(/(?<![\p{L}\d])[-−](?=\d)/gu, "マイナス")
    .replace(/(\d{1,2}):(\d{2})(?!\d)/gu, (_, hour: string, minute: string) => `${hour}時${minutes(minute)}`)
    .replace(/°C?/gu, "ド")
    .replace(/%/gu, "パーセント")
    .replace(/(?<=[\p{L}\d]\s?)&(?=\s?[\p{L}\d])/gu, "アンド")
    .replace(/(?<=[\p{L}\d])\+(?=[\p{L}\d])/gu, "プラス");
}

const WEEKDAYS: Record<string, string> = {
  月: "ゲツ",
  火: "カ",
  水: "スイ",
  木: "モク",
  金: "キン",
  土: "ド",
  日: "ニチ",
};

function minutes(digits: string): string {
  return digits === "00" ? "" : `${Number(digits)}分`;
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

/** The dictionary would read えへへ as え + the particle へ twice, and a sigh はぁ as the particle は. */
const LAUGH = /[えうあてでいん]?(?:へへ|ふふ|はは|ひひ)[へふはひ]*[っッ]?/gu;
const SIGH = /(?<=^|[、。！？])[はへほ][ぁぇぉあえおー]+(?=$|[っ、。！？])/gu;

/** Hiragana as katakana; the rest stays. */
export function toKatakana(text: string): string {
  return text.replace(/[ぁ-ゖ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));
}
