import type { Rating, RecommendMode } from "@guchi/contracts/movie.ts";
import type { StoredFilm } from "./films/film.ts";
import { pick } from "./pick.ts";
import {
  isLikeness,
  isLow,
  isUnwanted,
  matchedBy,
  scoreOf,
  worthOfKeywords,
  worthOfRare,
  type Match,
} from "./score.ts";
import type { FilmFilter, FilmStore, Found } from "./store/store.ts";
import { add, AXES, feelOfFilm, LIVE_ACTION, type Feel } from "./understanding/feel.ts";
import { isSubject, type Concept } from "./understanding/lexicon.ts";
import { codesOf } from "./understanding/places.ts";
import type { Wish } from "./understanding/wish.ts";
import { joined } from "./vectors.ts";

/** Share of a vector's length that tells how a film feels; the rest is what it is about. */
const FEEL_SHARE = 0.4;
/** The same of a request for the opposite: what is far from its words is anything at all. */
const OPPOSITE_FEEL_SHARE = 0.85;
/** How much the speaker's own state counts beside what is asked for. */
const SPEAKER_SHARE = 0.25;
/** How much counts what is not wanted: both modes keep away from it. */
const REFUSED_SHARE = 0.7;
/** The same where nothing else is said: who wants no love story need not want a fight. */
const REFUSED_ALONE_SHARE = 0.3;
/** A thing that is named says so many times what a kind says. */
const THING_TO_KIND = 2;
/** A thing that films of a kind are mostly about says so much of a kind, too. */
const LEANING_TO_KIND = 0.7;
/** Films that are looked at closer. */
const SHORTLIST = 200;
/** Films are as good as each other whose scores differ by less: where much is said, or little. */
const NEARLY = 0.02;
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
  const leaning = wanted.filter(({ leans }) => leans.length > 0).length;
  const kinds = wanted.length - things + unwanted.length + leaning * LEANING_TO_KIND;
  return kinds + things === 0 ? 1 : kinds / (kinds + THING_TO_KIND * things);
}

/**
 * Nearest: what is asked for, and away from where the speaker is. Farthest: across from what is
 * asked for; where the speaker is counts when nothing is, and for who is low.
 */
function feelWished(wish: Wish, mode: RecommendMode): Feel {
  const isUnsaid = mode === "nearest" && AXES.every((axis) => wish.film[axis] === 0);
  const sum = add([
    [isUnsaid ? UNSAID.nearest : wish.film, 1],
    [wish.refused, mode === "farthest" ? REFUSED_SHARE : isUnsaid ? -REFUSED_ALONE_SHARE : -REFUSED_SHARE],
    [wish.speaker, speakerShare(wish, mode)],
  ]);
  if (AXES.every((axis) => sum[axis] === 0)) return { ...sum, ...UNSAID[mode] };
  // No film is less drawn than one of real people: more would drown what else is asked for.
  return mode === "nearest" ? sum : { ...sum, drawn: Math.min(sum.drawn, -LIVE_ACTION) };
}

function speakerShare({ isOfFilm, speaker }: Wish, mode: RecommendMode): number {
  if (!isOfFilm) return mode === "nearest" ? -1 : 1;
  if (mode === "nearest") return -SPEAKER_SHARE;
  return isLow(speaker) ? SPEAKER_SHARE : 0;
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
 * says for sure (length, country, years), the kind and the director it names are kept to if any
 * film does, the director first, then the kind; age and what it does not want always.
 */
export async function chooseFilm(choosing: Choosing): Promise<Chosen | undefined> {
  const isNearest = choosing.mode === "nearest";
  const kept = allOrNone(isNearest ? choosing.wish.by.map(({ key }) => key) : []).flatMap((keys) =>
    allOrNone(isNearest ? kindsNamed(choosing.wish) : []).flatMap((genres) => [
      { keepsFacts: true, keys, genres },
      { keepsFacts: false, keys, genres },
    ]),
  );
  for (const notKeys of [choosing.told, choosing.told.slice(-1)]) {
    for (const { keepsFacts, ...named } of kept) {
      const found = await best(choosing, { ...filterOf(choosing, keepsFacts), ...named, notKeys });
      if (found !== undefined) return { ...found, keepsFacts };
    }
  }
  return undefined;
}

function allOrNone(ids: readonly string[]): readonly (readonly string[])[] {
  return ids.length === 0 ? [ids] : [ids, []];
}

/** Whether a film is of one of these is no matter of degree: who asks for a western wants one. */
const CLEAR_KINDS: ReadonlySet<string> = new Set(
  "action animation documentary horror music samurai science-fiction sport war western".split(" "),
);

function kindsNamed({ wanted, alike }: Wish): readonly string[] {
  const named = wanted.filter((concept) => !isLikeness(concept, alike)).flatMap(({ genres }) => genres);
  return named.filter((id) => CLEAR_KINDS.has(id));
}

function filterOf({ wish: { facts, wanted, unwanted }, mode, rating }: Choosing, keepsFacts: boolean): FilmFilter {
  const { years, minMinutes, maxMinutes, country, isForAll } = facts;
  // An opposite of the same kind would be none.
  const across = mode === "farthest" && keepsFacts ? wanted.flatMap(({ genres }) => genres) : [];
  const made = country && { codes: codesOf(country.code), isWanted: country.isWanted };
  return {
    rating: isForAll === true ? "all" : rating,
    notGenres: [...unwanted.flatMap(({ genres }) => genres.slice(0, 1)), ...across],
    ...(keepsFacts && { years, minMinutes, maxMinutes, country: made }),
  };
}

async function best(choosing: Choosing, filter: FilmFilter): Promise<Omit<Chosen, "keepsFacts"> | undefined> {
  const { wish, chance } = choosing;
  const ranked = await rankFilms(choosing, filter);
  const first = ranked[0];
  if (first === undefined) return undefined;
  const slack = wish.facts.isRecalled === true ? 0 : wish.wanted.some(({ id }) => id !== "surprise") ? NEARLY : ROUGHLY;
  const good = ranked.filter(({ score }) => score >= first.score - slack);
  const chosen = pick(good, chance) ?? first;
  return { ...chosen, matched: chosen.matched.map(({ concept }) => concept) };
}

/** Films that are not near, and that a rare word calls, or the name of who plays in one. */
async function calledFilms(
  { store, model, wish }: Pick<Choosing, "store" | "model" | "wish">,
  vector: Float32Array,
  filter: FilmFilter,
  near: readonly Found[],
): Promise<readonly Found[]> {
  if ((filter.keys ?? []).length > 0) return [];
  const known = new Set(near.map(({ film }) => film.key));
  const called = await store.calledBy([...wish.names, ...wish.rare.map(({ word }) => word)]);
  const keys = called.filter((key) => !known.has(key));
  if (keys.length === 0) return [];
  return store.search({ model, vector, order: "nearest", filter: { ...filter, keys }, limit: SHORTLIST });
}

/** The films that come into question, the best one first. */
export async function rankFilms(
  { store, model, about, wish, mode }: Omit<Choosing, "rating" | "told" | "chance">,
  filter: FilmFilter,
): Promise<readonly (Found & { readonly matched: readonly Match[]; readonly score: number })[]> {
  const vector = wishVector(about, wish, mode);
  const near = await store.search({ model, vector, order: mode, filter, limit: SHORTLIST });
  const found =
    mode === "nearest" ? [...near, ...(await calledFilms({ store, model, wish }, vector, filter, near))] : near;
  const rare = mode === "nearest" ? worthOfRare(wish, found) : () => 0;
  const keywords = mode === "nearest" ? worthOfKeywords(wish, found) : () => 0;
  return found
    .filter(({ film }) => !isUnwanted(wish, film))
    .map(({ film, similarity }) => {
      const matched = matchedBy(wish, film);
      const score = scoreOf({ film, similarity, matched }, wish, mode) + rare(film) + keywords(film);
      return { film, similarity, matched, score };
    })
    .toSorted((a, b) => b.score - a.score);
}
