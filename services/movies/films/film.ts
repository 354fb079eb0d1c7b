import { Film } from "@guchi/contracts/movie.ts";
import Type, { type Static } from "typebox";
import { conceptName, isConcept, plain } from "../understanding/lexicon.ts";
import { genreName, GENRES, MOODS } from "./vocabulary.ts";

const closed = { additionalProperties: false } as const;

/** Longest review in one language, in UTF-16 units. */
const MAX_REVIEW = 4_000;

const Review = Type.String({ minLength: 1, maxLength: MAX_REVIEW });
const Keywords = Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { maxItems: 40 });
const { title, director, year, country, minutes, rating } = Film.properties;

function idsOf(words: { has(id: string): boolean }, what: string) {
  return Type.Refine(
    Type.String(),
    (id) => words.has(id),
    () => `must be the id of a ${what}`,
  );
}

/** A film as it is stored, and as a line of an import gives it. */
export const StoredFilm = Type.Object(
  {
    key: Type.String({ pattern: "^[a-z0-9][a-z0-9._-]{0,99}$" }),
    title,
    year,
    director,
    country,
    genres: Type.Array(idsOf(GENRES, "genre"), { minItems: 1, maxItems: 6 }),
    moods: Type.Array(idsOf(MOODS, "mood"), { maxItems: 6 }),
    /** What is in it, whether the review says so or not: ids of understanding/concepts.tsv. */
    themes: Type.Optional(Type.Array(idsOf({ has: isConcept }, "theme"), { maxItems: 40 })),
    /** Words by which people ask for it, beyond its review's. */
    keywords: Type.Optional(Type.Object({ ja: Keywords, en: Keywords }, closed)),
    minutes,
    rating,
    review: Type.Object({ ja: Review, en: Review }, closed),
  },
  closed,
);
export type StoredFilm = Static<typeof StoredFilm>;

/** All that is said of a film, for an embedding. */
export function textOf({ title, director, genres, moods, themes = [], keywords, review }: StoredFilm): string {
  const names = (["ja", "en"] as const).map((language) =>
    [
      ...genres.map((id) => genreName(id, language)),
      ...moods.map((id) => MOODS.get(id)?.[language]),
      ...themes.map((id) => conceptName(id, language)),
      ...(keywords?.[language] ?? []),
    ].join(language === "ja" ? "、" : ", "),
  );
  return [title.ja, title.en, director.ja, director.en, ...names, review.ja, review.en].join("\n");
}

/** Shortest words of a keyword that call a film by themselves, in UTF-16 units. */
const SHORTEST_WORD = 4;
const SHORTEST_KATAKANA = 3;
const BETWEEN_WORDS = /[\s・=＝]+/u;
const KATAKANA = /^[\p{Script=Katakana}ー]+$/u;

/** What may call a film, made plain: its keywords, and the words of each, as a family name is. */
export function callsOf(film: StoredFilm): readonly string[] {
  const all = keywordsOf(film);
  const words = all.flatMap((each) => each.split(BETWEEN_WORDS)).filter(callsAlone);
  return [...new Set([...all.map(joinedName), ...words])];
}

/** Its keywords in both languages, made plain. */
export function keywordsOf({ keywords }: StoredFilm): readonly string[] {
  return [...(keywords?.ja ?? []), ...(keywords?.en ?? [])].map(plain);
}

function callsAlone(word: string): boolean {
  return word.length >= (KATAKANA.test(word) ? SHORTEST_KATAKANA : SHORTEST_WORD);
}

/** A name as one word: people write トムハンクス for トム・ハンクス. */
export function joinedName(name: string): string {
  return name.replaceAll(ALL_BETWEEN, "");
}

const ALL_BETWEEN = new RegExp(BETWEEN_WORDS, "gu");
