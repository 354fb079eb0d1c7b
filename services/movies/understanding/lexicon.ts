import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createMatcher, type Mention } from "@guchi/platform/text/matcher.ts";
import type { Language } from "@guchi/contracts/language.ts";

/** How a speaker may feel, as a concept's hint tells. */
export type Feeling = "tired" | "angry" | "sad" | "anxious" | "lonely" | "bored" | "bad";

/** What may be said of films, whatever the words. */
export interface Concept {
  readonly id: string;
  /** Its first word in each language. */
  readonly name: Readonly<Record<Language, string>>;
  readonly genres: readonly string[];
  readonly moods: readonly string[];
  /** Genres and moods that films of this thing mostly have. */
  readonly leans: readonly string[];
  readonly feeling: Feeling | undefined;
}

const FEELINGS: readonly Feeling[] = ["tired", "angry", "sad", "anxious", "lonely", "bored", "bad"];

const LATIN = /^[A-Za-z-]+$/;

interface Row {
  readonly concept: Concept;
  readonly words: Readonly<Record<Language, readonly string[]>>;
}

const ROWS = readFileSync(join(import.meta.dirname, "concepts.tsv"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map(rowOf);

function rowOf(line: string): Row {
  const [id = "", japanese = "", english = "", hints = ""] = line.split("\t");
  const written = japanese.split("|");
  // Latin letters, as of SF, stand alone in Japanese, too.
  const words = {
    ja: written.filter((word) => !LATIN.test(word)),
    en: [...english.split("|"), ...written.filter((word) => LATIN.test(word))],
  };
  const hinted = (kind: string) =>
    hints.split(",").flatMap((hint) => (hint.startsWith(`${kind}:`) ? [hint.slice(kind.length + 1)] : []));
  const [feeling] = hinted("feel");
  return {
    words,
    concept: {
      id,
      name: { ja: written[0] ?? id, en: (words.en[0] ?? id).replace(/\*$/, "") },
      genres: hinted("genre"),
      moods: hinted("mood"),
      leans: hinted("lean"),
      feeling: FEELINGS.find((known) => known === feeling),
    },
  };
}

/** Words of this one only keep those inside them from being read. */
const NONE = "-";

/** Every concept with its words, in the order of the file. */
export const CONCEPTS: readonly Row[] = ROWS.filter(({ concept }) => concept.id !== NONE);

const NAMES = new Map(CONCEPTS.map(({ concept: { id, name } }) => [id, name]));

export function isConcept(id: string): boolean {
  return NAMES.has(id);
}

/** The first word for a concept. */
export function conceptName(id: string, language: Language): string {
  return NAMES.get(id)?.[language] ?? id;
}

const find = {
  ja: matcher("ja", false),
  en: matcher("en", true),
};

function matcher(language: Language, wholeWords: boolean): (text: string) => Mention<Concept>[] {
  const entries = ROWS.flatMap(({ words, concept }) =>
    words[language].map((word) => [word.toLowerCase(), concept] as const),
  );
  return createMatcher({ entries, wholeWords });
}

/** The text as its words are looked for. */
export function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** The concepts that a text, made plain, speaks of, with their places. */
export function conceptsIn(text: string): readonly Mention<Concept>[] {
  const japanese = find.ja(text);
  const whole = japanese.filter((mention) => standsAlone(mention, text, japanese));
  // Latin words stand alone among Japanese letters, too: 「切ないSF映画」.
  const english = find.en(text.replaceAll(JAPANESE, (letters) => " ".repeat(letters.length)));
  return [...whole, ...english].filter(({ value }) => value.id !== NONE).toSorted((a, b) => a.start - b.start);
}

const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+/gu;
const HAN = /^[\p{Script=Han}々]$/u;
const KATAKANA = /^[\p{Script=Katakana}ー]+$/u;
const ONE_KATAKANA = /[\p{Script=Katakana}ー]/u;
/** What follows a word of one character, as in 猫映画 and 犬好き. */
const AFTER_ONE = /^[映物系好達主役]/u;
/** Katakana words up to so long are mostly parts of others. */
const SHORT = 2;

/**
 * Whether it is no part of another word, as 本 is of 日本, and パン of パンダ: one Chinese character
 * stands between others of its script only by chance, and so does katakana inside katakana.
 */
function standsAlone({ start, end }: Mention<Concept>, text: string, others: readonly Mention<Concept>[]): boolean {
  const word = text.slice(start, end);
  const [before, after] = [text.charAt(start - 1), text.charAt(end)];
  if (HAN.test(word)) return !HAN.test(before) && (!HAN.test(after) || AFTER_ONE.test(after));
  if (!KATAKANA.test(word)) return true;
  const begins = !ONE_KATAKANA.test(before) || others.some((other) => other.end === start);
  const ends = !ONE_KATAKANA.test(after) || others.some((other) => other.start === end);
  return word.length > SHORT ? begins || ends : begins && ends;
}

/** Whether it is a kind of film: what it is, or how it feels. */
export function isKind({ genres, moods }: Concept): boolean {
  return genres.length + moods.length > 0;
}

/** Whether it is a thing or a theme in a film. */
export function isSubject(concept: Concept): boolean {
  return !isKind(concept) && concept.feeling === undefined;
}
