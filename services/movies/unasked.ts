import type { StoredFilm } from "./films/film.ts";
import { feelOfFilm } from "./understanding/feel.ts";
import { isSubject } from "./understanding/lexicon.ts";
import type { Wish } from "./understanding/wish.ts";

/** What is too much on a bad day, and what is to weep at. */
export const GLOOMY: readonly string[] = ["bleak"];
export const TEARFUL: readonly string[] = ["tearful"];
/** How much too dark weighs in what nobody wanted to be dark. */
const UNASKED_GLOOM = 0.1;
/** The same of tears, where less than some of them are asked for. */
const UNASKED_TEARS = 0.03;
const SOME_TEARS = 0.2;
const LONELY: readonly string[] = ["lonely"];
/** Films of before are given a little less often to who names no time. */
const OLD_BEFORE = 1970;
const UNASKED_AGE = 0.04;
/** How much a bright film is better where only a thing in it is named. */
const BRIGHTNESS = 0.1;
/** Who asks for a film seldom means a documentary. */
const UNASKED_DOCUMENTARY = 0.06;

/** An old film, or a documentary, where nobody asked for one. */
export function unaskedKind(film: StoredFilm, wish: Pick<Wish, "facts" | "wanted" | "alike">): number {
  const isOld = film.year < OLD_BEFORE && asksForNoTime(wish);
  const isTold =
    film.genres.includes("documentary") && !wish.wanted.some(({ genres }) => genres.includes("documentary"));
  return (isOld ? UNASKED_AGE : 0) + (isTold ? UNASKED_DOCUMENTARY : 0);
}

function asksForNoTime({ facts, wanted, alike }: Pick<Wish, "facts" | "wanted" | "alike">): boolean {
  const isAlikeOld = alike.some(({ year }) => year < OLD_BEFORE);
  return facts.years === undefined && !isAlikeOld && !wanted.some(({ id }) => OF_THE_PAST.has(id));
}

/** Who names these looks for an old film, too. */
const OF_THE_PAST: ReadonlySet<string> = new Set(["blackwhite", "nostalgic", "oldtown", "wordless"]);

/** What nobody wanted to be dark, or to be wept at, is better when it is neither. */
export function unaskedGloom(film: StoredFilm, { wanted, film: wished }: Pick<Wish, "wanted" | "film">): number {
  const has = (moods: readonly string[]) => moods.some((mood) => film.moods.includes(mood));
  const isTooDark = has(GLOOMY) && wished.valence >= 0;
  const isTooSad = has(TEARFUL) && wished.tears < SOME_TEARS;
  const dark = (isTooDark ? UNASKED_GLOOM : 0) + (isTooSad ? UNASKED_TEARS : 0);
  const isThingAlone = wanted.length > 0 && wanted.every((concept) => isSubject(concept) && concept.leans.length === 0);
  return isThingAlone ? dark - BRIGHTNESS * feelOfFilm(film).valence + (has(LONELY) ? UNASKED_TEARS : 0) : dark;
}
