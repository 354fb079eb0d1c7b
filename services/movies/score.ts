import type { RecommendMode } from "@guchi/contracts/movie.ts";
import type { StoredFilm } from "./films/film.ts";
import { wordsIn } from "./providers/local/tokens.ts";
import { readFilm } from "./read-film.ts";
import type { Found } from "./store/store.ts";
import { isByNamed } from "./understanding/directors.ts";
import { feelOfFilm, type Feel } from "./understanding/feel.ts";
import { isSubject, type Concept } from "./understanding/lexicon.ts";
import type { Wish } from "./understanding/wish.ts";
import { GLOOMY, TEARFUL, unaskedGloom, unaskedKind } from "./unasked.ts";

/** What a word of the request is worth that the film has, too: all of its kind, a thing in it. */
const KIND_WORTH = 0.08;
/** The same of a kind that a film is told of with, besides. */
const TOLD_KIND_WORTH = 0.03;
/** What is lost where a film is only one of two kinds, as a mere romance is no romantic comedy. */
const HALF_KIND = 0.04;
const THINGS_WORTH: readonly number[] = [0, 0.07, 0.12, 0.15];
/** What it is worth that a thing is called the same: ramen is nearer to ramen than any food. */
const SAME_WORD_WORTH = 0.06;
/** What all of that is worth that films of such things mostly are. */
const LEANING_WORTH = 0.08;
/** What it is worth to children that a film is made for them. */
const FOR_CHILDREN_WORTH = 0.15;
/** A thing counts up to so often: in the title, in each review and in the keywords. */
const MOST_TIMES = THINGS_WORTH.length - 1;
/** So often at most counts what a film is not said to be about: a word in passing. */
const PASSING_TIMES = 2;
/** What it is worth to have all that is asked for, where that is more than one thing. */
const WHOLE_WORTH = 0.15;
/** What a rare word of the request is worth that the film is told of with, too. */
const RARE_WORTH = 0.16;
const MOST_RARE = 0.3;
/** What each unit of information is worth that a keyword shares with the request. */
const KEYWORD_WORTH = 0.03;
const MOST_KEYWORDS = 0.5;
/** What it is worth that the request names what the film is known for. */
const NAMED_WORTH = 0.35;
/** How much more a match takes from an opposite than it gives to the nearest. */
const ACROSS_WORTH = 2;
/** How much weighs what is too much on a bad day. */
const GLOOM = 0.5;
const CRUEL: readonly string[] = ["scary", "eerie", "brutal", "furious", "lonely", "tense"];
const INFURIATING: readonly string[] = ["furious"];
const CRUELTY = 0.25;
/** How much a bright opposite is better for who is low, and for who tells of a bad mood alone. */
const LIFT = 0.5;
const SOME_LIFT = 0.2;
/** Sad, lonely, tired or afraid. */
export function isLow({ tears, fear, energy, warmth, fight }: Feel): boolean {
  return tears > 0 || fear > 0 || energy < 0 || (warmth < 0 && fight <= 0);
}

/** Whether a kind of film is no more than what a film is like that another one is to be like. */
export function isLikeness({ id }: Concept, alike: readonly StoredFilm[]): boolean {
  return alike.some(({ key }) => key === id);
}

/**
 * What the words are worth that no concept knows: the more, the fewer of these films have them.
 */
export function worthOfRare({ rare }: Wish, found: readonly Found[]): (film: StoredFilm) => number {
  if (rare.length === 0) return () => 0;
  const texts = new Map(found.map(({ film }) => [film.key, readFilm(film).text]));
  const worths = rare.map(({ pattern }) => {
    const films = Array.from(texts.values()).filter((text) => pattern.test(text)).length;
    return { pattern, worth: RARE_WORTH * (1 - Math.log(Math.max(1, films)) / Math.log(Math.max(2, texts.size))) };
  });
  return ({ key }) => {
    const had = worths.filter(({ pattern }) => pattern.test(texts.get(key) ?? ""));
    return Math.min(
      MOST_RARE,
      had.reduce((sum, { worth }) => sum + worth, 0),
    );
  };
}

/**
 * What it is worth that a request names a keyword, such as who plays in it, or says much of one:
 * who forgot a title tells of the film as others do. The fewer of these films have a word, the more
 * it tells.
 */
export function worthOfKeywords({ asks, names }: Wish, found: readonly Found[]): (film: StoredFilm) => number {
  const said = wordsIn(asks);
  const films = new Map<string, number>();
  for (const { film } of found) {
    const words = new Set(readFilm(film).phrases.flatMap((phrase) => phrase.words.map(([word]) => word)));
    for (const word of words) if (said.has(word)) films.set(word, (films.get(word) ?? 0) + 1);
  }
  const tells = (word: string) => Math.log((found.length + 1) / ((films.get(word) ?? 0) + 1));
  return (film) => {
    const { phrases } = readFilm(film);
    const isNamed = phrases.some(({ name }) => name !== undefined && names.includes(name));
    const nearness = phrases.map(({ words }) => {
      const common = words.filter(([word]) => said.has(word));
      if (common.length === 0) return 0;
      const sum = (all: typeof words) => all.reduce((total, [word, weight]) => total + weight * tells(word), 0);
      return sum(common) ** 2 / (sum(words) || 1);
    });
    const [first = 0, second = 0] = nearness.toSorted((a, b) => b - a);
    return Math.min(MOST_KEYWORDS, (isNamed ? NAMED_WORTH : 0) + KEYWORD_WORTH * (first + second));
  };
}

/** How well a film fits, the more the better. */
export function scoreOf(
  { similarity, matched, film }: Found & { readonly matched: readonly Match[] },
  { speaker, wanted, film: wishedFeel, facts, alike, isOfFilm }: Wish,
  mode: RecommendMode,
): number {
  const worth = ({ concept, times, sameWords }: Match) =>
    isSubject(concept)
      ? (THINGS_WORTH[times] ?? 0) + sameWords * SAME_WORD_WORTH
      : shareOfHints(concept, film) * KIND_WORTH +
        (times > 0 ? TOLD_KIND_WORTH : 0) -
        (!isLikeness(concept, alike) && isHalf(concept, film) ? HALF_KIND : 0);
  const leans = wanted.flatMap((concept) => concept.leans);
  const leaning =
    leans.filter((id) => film.genres.includes(id) || film.moods.includes(id)).length / (leans.length || 1);
  const whole = mode === "nearest" && wanted.length > 1 ? WHOLE_WORTH * (matched.length / wanted.length) ** 2 : 0;
  const matches = matched.reduce((sum, match) => sum + worth(match), 0) + leaning * LEANING_WORTH + whole;
  const has = (moods: readonly string[]) => moods.some((mood) => film.moods.includes(mood));
  const unasked = unaskedKind(film, { facts, wanted, alike });
  const child = facts.isForChildren === true && isForChildren(film) ? FOR_CHILDREN_WORTH : 0;
  // Who means one film wants that one, dark or not.
  if (mode === "nearest" && facts.isRecalled === true) return similarity + matches;
  if (mode === "nearest")
    return similarity + matches - unaskedGloom(film, { wanted, film: wishedFeel }) - unasked + child;
  // The opposite of a wish is no reason to make a bad day worse.
  const isTooMuch = (isLow(speaker) && has(CRUEL)) || (speaker.fight > 0 && has(INFURIATING));
  const tears = !isOfFilm && has(TEARFUL) ? SOME_LIFT : 0;
  const lift = (isLow(speaker) ? LIFT : isOfFilm ? 0 : SOME_LIFT) * feelOfFilm(film).valence - tears;
  return -similarity - ACROSS_WORTH * matches - (has(GLOOMY) ? GLOOM : 0) - (isTooMuch ? CRUELTY : 0) + lift - unasked;
}

/** A family's drama is about one, and not for its children. */
function isForChildren({ genres }: StoredFilm): boolean {
  return genres.includes("family") && !genres.includes("drama");
}

/** What a request speaks of and a film has. */
export interface Match {
  readonly concept: Concept;
  readonly times: number;
  /** How many of the request's words for it tell of the film: 0 to 1. */
  readonly sameWords: number;
}

/** Concepts of the wish that the film has: by its genres and moods, or as it is told of. */
export function matchedBy({ wanted, words }: Wish, film: StoredFilm): readonly Match[] {
  const { text, told } = readFilm(film);
  return wanted.flatMap((concept) => {
    const isTagged = film.themes?.includes(concept.id) === true;
    const times = isTagged ? MOST_TIMES : Math.min(PASSING_TIMES, told.filter((spoken) => spoken.has(concept)).length);
    const spoken = words.get(concept) ?? [];
    const sameWords = spoken.filter((word) => text.includes(word)).length / (spoken.length || 1);
    return times > 0 || hints(concept, film) ? [{ concept, times, sameWords }] : [];
  });
}

function hints(concept: Concept, film: StoredFilm): boolean {
  return shareOfHints(concept, film) > 0;
}

function isHalf({ genres }: Concept, film: StoredFilm): boolean {
  return genres.length > 1 && !genres.every((id) => film.genres.includes(id));
}

/** How much of a kind a film has: 0 to 1. */
function shareOfHints({ genres, moods }: Concept, film: StoredFilm): number {
  const had = [...genres, ...moods].filter((id) => film.genres.includes(id) || film.moods.includes(id));
  return had.length / Math.max(1, genres.length + moods.length);
}

/** Whether a film has what is not wanted. */
export function isUnwanted({ unwanted, facts, letters, alike }: Wish, film: StoredFilm): boolean {
  const { told } = readFilm(film);
  const has = ({ id }: Pick<Concept, "id">) =>
    film.themes?.includes(id) === true || told.some((spoken) => [...spoken].some((each) => each.id === id));
  if (facts.isInColor === true && has({ id: "blackwhite" })) return true;
  // Who wants something like a film knows that one.
  if (alike.some(({ key }) => key === film.key) || isByNamed(letters, film) === false) return true;
  return unwanted.some((concept) => hints(concept, film) || (isSubject(concept) && has(concept)));
}
