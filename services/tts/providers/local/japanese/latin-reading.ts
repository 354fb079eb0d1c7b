import { LATIN_WORDS } from "./latin-words.ts";

/**
 * A word in Latin letters as a Japanese speaker would say it, in katakana: known words by the list,
 * capitals letter by letter (PTA ピーティーエー), the rest by its syllables.
 */
export function readLatin(word: string): string {
  const known = LATIN_WORDS[word.toLowerCase()];
  if (known !== undefined) return known;
  const isAbbreviation = word === word.toUpperCase() && word.length <= LONGEST_ABBREVIATION;
  return isAbbreviation || !/[aiueoy]/iu.test(word) ? spell(word) : readSyllables(word.toLowerCase());
}

const LONGEST_ABBREVIATION = 4;

const LETTERS = (
  "エー ビー シー ディー イー エフ ジー エイチ アイ ジェー ケー エル エム エヌ オー ピー キュー アール エス ティー ユー " +
  "ブイ ダブリュー エックス ワイ ゼット"
).split(" ");

function spell(word: string): string {
  return Array.from(word.toLowerCase(), (letter) => LETTERS[letter.charCodeAt(0) - "a".charCodeAt(0)] ?? "").join("");
}

/** For each sound: with a, i, u, e, o, and alone. */
const SYLLABLES: Record<string, readonly string[]> = Object.fromEntries(
  Object.entries({
    "": "ア イ ウ エ オ",
    k: "カ キ ク ケ コ ク",
    ky: "キャ キ キュ キェ キョ キ",
    g: "ガ ギ グ ゲ ゴ グ",
    s: "サ シ ス セ ソ ス",
    sh: "シャ シ シュ シェ ショ シュ",
    z: "ザ ジ ズ ゼ ゾ ズ",
    j: "ジャ ジ ジュ ジェ ジョ ジ",
    t: "タ ティ トゥ テ ト ト",
    ts: "ツァ ツィ ツ ツェ ツォ ツ",
    ch: "チャ チ チュ チェ チョ チ",
    d: "ダ ディ ドゥ デ ド ド",
    n: "ナ ニ ヌ ネ ノ ン",
    h: "ハ ヒ フ ヘ ホ ー",
    f: "ファ フィ フ フェ フォ フ",
    b: "バ ビ ブ ベ ボ ブ",
    p: "パ ピ プ ペ ポ プ",
    m: "マ ミ ム メ モ ム",
    y: "ヤ イ ユ イェ ヨ イ",
    r: "ラ リ ル レ ロ ル",
    w: "ワ ウィ ウ ウェ ウォ ウ",
    v: "ヴァ ヴィ ヴ ヴェ ヴォ ヴ",
  }).map(([sound, kana]) => [sound, kana.split(" ")]),
);

/** sakura, ganbare: Japanese words, in which every letter is spoken. */
const ROMAJI = /^(?:(?:[kgsztdnhbpmrfjwy]|sh|ch|ts|[kgnhbpmr]y)?[aiueo]|n(?![aiueo]))+$/u;

function readSyllables(word: string): string {
  const spoken = ROMAJI.test(word) ? word : word.replace(/(?<=[aiueo].*[^aiueo])e$/u, "");
  return spoken
    .replace(/c(?=[eiy])/gu, "s")
    .replace(/ck|c(?!h)|q/gu, "k")
    .replace(/x/gu, "ks")
    .replace(/ph/gu, "f")
    .replace(/l/gu, "r")
    .replace(/y(?![aiueo])/gu, "i")
    .replace(/(sh|ch|ts|ky|[bdfghjkmnprstvwyz])?([aiueo])|(sh|ch|ts|[bdfghjkmnprstvwyz])/gu, readSyllable);
}

function readSyllable(_: string, onset = "", vowel: string | undefined, alone = ""): string {
  return (vowel === undefined ? SYLLABLES[alone]?.at(-1) : SYLLABLES[onset]?.["aiueo".indexOf(vowel)]) ?? "";
}
