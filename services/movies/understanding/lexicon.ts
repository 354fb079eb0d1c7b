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
      feeling: FEELINGS.find((known) => known === feeling),
    },
  };
}

/** Every concept with its words, in the order of the file. */
export const CONCEPTS: readonly Row[] = ROWS;

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
  return [...find.ja(text), ...find.en(text)].toSorted((a, b) => a.start - b.start);
}

/** Whether it is a kind of film: what it is, or how it feels. */
export function isKind({ genres, moods }: Concept): boolean {
  return genres.length + moods.length > 0;
}

/** Whether it is a thing or a theme in a film. */
export function isSubject(concept: Concept): boolean {
  return !isKind(concept) && concept.feeling === undefined;
}
