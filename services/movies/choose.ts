import type { Rating, RecommendMode } from "@guchi/contracts/movie.ts";
import { textOf, type StoredFilm } from "./films/film.ts";
import { pick } from "./pick.ts";
import type { FilmFilter, FilmStore, Found } from "./store/store.ts";
import { add, AXES, feelOfFilm, type Feel } from "./understanding/feel.ts";
import { conceptsIn, isSubject, plain, type Concept } from "./understanding/lexicon.ts";
import type { Wish } from "./understanding/wish.ts";
import { joined } from "./vectors.ts";

/** Share of a vector's length that tells how a film feels; the rest is what it is about. */
const FEEL_SHARE = 0.4;
/** The same of a request for the opposite: what is far from its words is anything at all. */
const OPPOSITE_FEEL_SHARE = 0.85;
/** How much the speaker's own state counts beside what is asked for. */
const SPEAKER_SHARE = 0.25;
/** A thing that is named says so many times what a kind says. */
const THING_TO_KIND = 2;
/** Films that are looked at closer. */
const SHORTLIST = 40;
/** What a word of the request is worth that the film has, too: its kind, and a thing in it. */
const KIND_WORTH = 0.04;
const THING_WORTH = 0.07;
/** A thing counts up to so often: in the title twice, in each review once. */
const MOST_TIMES = 3;
/** What is too much on a bad day, and how much it weighs. */
const GLOOMY: readonly string[] = ["bleak"];
const GLOOM = 0.5;
const CRUEL: readonly string[] = ["scary", "eerie", "brutal"];
const CRUELTY = 0.25;
/** Films are as good as each other whose scores differ by less: where much is said, or little. */
const NEARLY = 0.03;
const ROUGHLY = 0.12;

/** What a film is about, and how it feels, in one vector of length 1. */
export function filmVector(about: Float32Array, film: StoredFilm): Float32Array {
  return joined([
    [about, 1 - FEEL_SHARE],
    [numbers(feelOfFilm(film)), FEEL_SHARE],
  ]);
}

/** What is asked for, or what it is to be far from, in one vector. */
function wishVector(about: Float32Array, wish: Wish, mode: RecommendMode): Float32Array {
  const share = mode === "nearest" ? FEEL_SHARE * shareOfKinds(wish) : OPPOSITE_FEEL_SHARE;
  return joined([
    [about, 1 - share],
    [numbers(feelWished(wish, mode)), share],
  ]);
}

/** How much of what is asked for is a kind of film, and not a thing or a theme in it: 0 to 1. */
function shareOfKinds({ wanted, unwanted }: Wish): number {
  const things = wanted.filter(isSubject).length;
  const kinds = wanted.length - things + unwanted.length;
  return kinds + things === 0 ? 1 : kinds / (kinds + THING_TO_KIND * things);
}

/** Nearest: what is asked for, and away from where the speaker is. Farthest: from all of that. */
function feelWished({ film, speaker, isOfFilm }: Wish, mode: RecommendMode): Feel {
  const own = isOfFilm ? SPEAKER_SHARE : 1;
  const sum = add([
    [film, 1],
    [speaker, mode === "nearest" ? -own : own],
  ]);
  return AXES.some((axis) => sum[axis] !== 0) ? sum : { ...sum, ...UNSAID[mode] };
}

/** Who says nothing of either is given something bright; a bad mood is one, whatever its words. */
const UNSAID: Readonly<Record<RecommendMode, Partial<Feel>>> = {
  nearest: { valence: 0.6, energy: 0.3, warmth: 0.3, laughter: 0.3 },
  farthest: { valence: -0.5, laughter: -0.3 },
};

function numbers(feel: Feel): Float32Array {
  return Float32Array.from(AXES, (axis) => feel[axis]);
}

/** What to choose from, and by what. */
export interface Choosing {
  readonly store: FilmStore;
  readonly model: string;
  /** What the request is about, by that model. */
  readonly about: Float32Array;
  readonly wish: Wish;
  readonly mode: RecommendMode;
  /** The highest class that may be shown. */
  readonly rating: Rating;
  /** Films that were told, the latest one last. */
  readonly told: readonly string[];
  /** A number from 0 up to 1, to choose among what is as good. */
  readonly chance: number;
}

export interface Chosen extends Found {
  /** What the request speaks of and the film has, too. */
  readonly matched: readonly Concept[];
  /** Whether all that the request says for sure could be kept to. */
  readonly keepsFacts: boolean;
}

/**
 * The film to give; undefined where there is none, or none but the last one told. What a request
 * says for sure (length, country, years) is kept to if any film does; age and what it does not want
 * always.
 */
export async function chooseFilm(choosing: Choosing): Promise<Chosen | undefined> {
  const last = choosing.told.slice(-1);
  const tries: readonly [notKeys: readonly string[], keepsFacts: boolean][] = [
    [choosing.told, true],
    [choosing.told, false],
    [last, true],
    [last, false],
  ];
  for (const [notKeys, keepsFacts] of tries) {
    const found = await best(choosing, { ...filterOf(choosing, keepsFacts), notKeys });
    if (found !== undefined) return { ...found, keepsFacts };
  }
  return undefined;
}

function filterOf({ wish: { facts, unwanted }, rating }: Choosing, keepsFacts: boolean): FilmFilter {
  const { years, maxMinutes, country, isForAll } = facts;
  return {
    rating: isForAll === true ? "all" : rating,
    notGenres: unwanted.flatMap(({ genres }) => genres.slice(0, 1)),
    ...(keepsFacts && { years, maxMinutes, country }),
  };
}

async function best(choosing: Choosing, filter: FilmFilter): Promise<Omit<Chosen, "keepsFacts"> | undefined> {
  const { wish, chance } = choosing;
  const ranked = await rankFilms(choosing, filter);
  const first = ranked[0];
  if (first === undefined) return undefined;
  const slack = wish.wanted.some(({ id }) => id !== "surprise") ? NEARLY : ROUGHLY;
  const good = ranked.filter(({ score }) => score >= first.score - slack);
  const chosen = pick(good, chance) ?? first;
  return { ...chosen, matched: chosen.matched.map(({ concept }) => concept) };
}

/** The films that come into question, the best one first. */
export async function rankFilms(
  { store, model, about, wish, mode }: Omit<Choosing, "rating" | "told" | "chance">,
  filter: FilmFilter,
): Promise<readonly (Found & { readonly matched: readonly Match[]; readonly score: number })[]> {
  const vector = wishVector(about, wish, mode);
  const found = await store.search({ model, vector, order: mode, filter, limit: SHORTLIST });
  return found
    .filter(({ film }) => !isUnwanted(wish, film))
    .map(({ film, similarity }) => {
      const matched = matchedBy(wish, film);
      return { film, similarity, matched, score: scoreOf({ film, similarity, matched }, wish, mode) };
    })
    .toSorted((a, b) => b.score - a.score);
}

function scoreOf(
  { similarity, matched, film }: Found & { readonly matched: readonly Match[] },
  { speaker }: Wish,
  mode: RecommendMode,
): number {
  const worth = ({ concept, times }: Match) => (isSubject(concept) ? times * THING_WORTH : KIND_WORTH);
  const matches = matched.reduce((sum, match) => sum + worth(match), 0);
  if (mode === "nearest") return similarity + matches;
  // The opposite of a wish is no reason to make a bad day worse.
  const has = (moods: readonly string[]) => moods.some((mood) => film.moods.includes(mood));
  const isLow = speaker.tears > 0 || speaker.fear > 0 || speaker.energy < 0 || speaker.warmth < 0;
  return -similarity - matches - (has(GLOOMY) ? GLOOM : 0) - (isLow && has(CRUEL) ? CRUELTY : 0);
}

interface Match {
  readonly concept: Concept;
  readonly times: number;
}

/** Concepts of the wish that the film has: by its genres and moods, or as it is told of. */
function matchedBy({ wanted }: Wish, film: StoredFilm): readonly Match[] {
  const { title, review } = film;
  const [name, ...reviews] = [`${title.ja}\n${title.en}`, review.ja, review.en].map(
    (text) => new Set(conceptsIn(plain(text)).map(({ value }) => value)),
  );
  const told = [name, name, ...reviews];
  return wanted.flatMap((concept) => {
    const times = Math.min(MOST_TIMES, told.filter((spoken) => spoken?.has(concept)).length);
    return times > 0 || hints(concept, film) ? [{ concept, times }] : [];
  });
}

function hints({ genres, moods }: Concept, film: StoredFilm): boolean {
  return genres.some((id) => film.genres.includes(id)) || moods.some((id) => film.moods.includes(id));
}

function isUnwanted({ unwanted, facts }: Wish, film: StoredFilm): boolean {
  const spoken = () => new Set(conceptsIn(plain(textOf(film))).map(({ value }) => value.id));
  if (facts.isInColor === true && spoken().has("blackwhite")) return true;
  return unwanted.some((concept) => hints(concept, film) || (isSubject(concept) && spoken().has(concept.id)));
}
