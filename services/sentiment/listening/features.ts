import type { Word } from "../japanese/tokens.ts";

/**
 * Features are counted in so many buckets, more than there are features that tell anything: few
 * share one by chance.
 */
export const BUCKETS = 1 << 22;

const JAPANESE = /[ぁ-んァ-ヶ一-龠々]/u;
const LATIN_WORD = /[a-z]{2}/u;
/**
 * Longest run of Japanese letters, and of letters of a language that is told by its letters alone.
 */
const MAX_LETTERS = 5;
/** How far apart two content words may stand to count as a pair. */
const PAIR_DISTANCE = 3;

/** A text as the features see it. */
export interface Material {
  /** As it was said, without emoji, addresses and mentions. */
  readonly said: string;
  /** NFKC, lower case, unmasked, with its spaces. */
  readonly spaced: string;
  /** The same without spaces, katakana as hiragana. */
  readonly folded: string;
  /** How it sounds by our lexicon: about -3 (complaint) to 3 (joy). */
  readonly polarity: number;
  /** Words of a Japanese text; none for any other. */
  readonly words: readonly Word[];
  /** What rules and word lists say of it: a name each. */
  readonly signs: readonly string[];
}

/**
 * What the model judges by, as buckets, each once: runs of letters and dictionary forms, pairs of
 * content words, for English words with their neighbours and parts, and the signs.
 */
export function featuresOf(material: Material): Int32Array {
  const found = new Set<number>();
  const add = (feature: string) => found.add(bucketOf(feature));
  if (JAPANESE.test(material.folded)) {
    addRuns(tidy(material.folded), MAX_LETTERS, "c", add);
    addJapaneseWords(material.words, add);
  } else if (LATIN_WORD.test(material.spaced)) {
    addEnglishWords(material.spaced, add);
  } else {
    addRuns(tidy(material.spaced), MAX_LETTERS, "c", add);
  }
  for (const sign of material.signs) add(`r${sign}`);
  return Int32Array.from(found);
}

/** Numbers as 0, and nothing more than twice in a row. */
function tidy(text: string): string {
  return text
    .replace(/\d+/gu, "0")
    .replace(/(.)\1{2,}/gu, "$1$1")
    .replace(/\s+/gu, " ")
    .trim();
}

function addRuns(text: string, longest: number, mark: string, add: (feature: string) => void): void {
  const letters = Array.from(`^${text}$`);
  for (let length = 1; length <= longest; length += 1) {
    for (let start = 0; start + length <= letters.length; start += 1) {
      add(mark + letters.slice(start, start + length).join(""));
    }
  }
}

const CONTENT = /^(?:名詞|動詞|形容詞|副詞|感動詞|連体詞)/u;

function addJapaneseWords(words: readonly Word[], add: (feature: string) => void): void {
  const said = words.filter(({ surface }) => surface.trim() !== "");
  const bases = ["^", ...said.map(({ base }) => base), "$"];
  for (const [i, base] of bases.entries()) {
    add(`l${base}`);
    if (i > 0) add(`m${bases[i - 1]} ${base}`);
    if (i > 1) add(`n${bases[i - 2]} ${bases[i - 1]} ${base}`);
  }
  const content = said.filter(({ pos, negator, base }) => negator || base === "たい" || CONTENT.test(pos));
  addPairs(
    content.map(({ base }) => base),
    "s",
    add,
  );
}

function addEnglishWords(text: string, add: (feature: string) => void): void {
  const words = ["^", ...(text.replace(/(.)\1{2,}/gu, "$1$1").match(/\p{L}[\p{L}\p{M}']*|\d+|[!?.]/gu) ?? []), "$"].map(
    (word) => (/^\d/u.test(word) ? "0" : word),
  );
  for (const [i, word] of words.entries()) {
    add(`w${word}`);
    if (i > 0) add(`b${words[i - 1]} ${word}`);
    if (i > 1) {
      add(`t${words[i - 2]} ${words[i - 1]} ${word}`);
      add(`x${words[i - 2]} * ${word}`);
    }
    if (i > 2) add(`x${words[i - 3]} ** ${word}`);
    if (word.length > 2) for (const length of [3, 4, 5]) addParts(`<${word}>`, length, add);
  }
}

function addParts(word: string, length: number, add: (feature: string) => void): void {
  for (let start = 0; start + length <= word.length; start += 1) add(`k${word.slice(start, start + length)}`);
}

/** Each pair of items that stand near each other, in their order. */
function addPairs(items: readonly string[], mark: string, add: (feature: string) => void): void {
  for (const [i, first] of items.entries()) {
    for (const second of items.slice(i + 1, i + 1 + PAIR_DISTANCE)) add(`${mark}${first}~${second}`);
  }
}

/** FNV-1a over UTF-16 units: http://www.isthe.com/chongo/tech/comp/fnv/ */
function bucketOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < feature.length; i += 1) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 20)) & (BUCKETS - 1);
}
