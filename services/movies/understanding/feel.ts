import type { StoredFilm } from "../films/film.ts";
import { MOODS } from "../films/vocabulary.ts";
import type { Feeling } from "./lexicon.ts";

/**
 * How a film feels, along axes with two ends each: 1 is what the axis is called, -1 its opposite.
 * What a film is asked for has a place there, too, and across from it lies the very opposite.
 */
export const AXES = [
  "valence",
  "energy",
  "warmth",
  "tears",
  "laughter",
  "fear",
  "love",
  "fight",
  "wonder",
  "thought",
  "drawn",
  "young",
  "japan",
] as const;
type Axis = (typeof AXES)[number];
type Degrees = Readonly<Partial<Record<Axis, number>>>;

/** What moods add to their valence, energy and warmth. */
const OF_MOODS: Readonly<Record<string, Degrees>> = {
  tender: { tears: 0.3, love: 0.4, fear: -0.6, fight: -0.6 },
  tearful: { tears: 1, laughter: -0.2, fight: -0.6, fear: -0.2 },
  heartwarming: { tears: 0.2, fear: -0.8, fight: -0.4 },
  uplifting: { fear: -0.4, laughter: 0.2 },
  hopeful: { fear: -0.3, tears: 0.1 },
  funny: { laughter: 1, tears: -0.5, fear: -0.4, thought: -0.3 },
  silly: { laughter: 1, tears: -0.8, thought: -1 },
  calm: { fight: -0.9, fear: -0.4, thought: 0.2 },
  cozy: { fight: -0.7, fear: -0.8, laughter: 0.2 },
  romantic: { love: 1, fight: -0.3 },
  bittersweet: { tears: 0.6, love: 0.4, laughter: -0.2 },
  nostalgic: { tears: 0.3, fight: -0.3 },
  lonely: { tears: 0.3, laughter: -0.5, thought: 0.3 },
  bleak: { laughter: -0.8, thought: 0.3, young: -0.6 },
  furious: { fight: 0.7, love: -0.4, young: -0.4 },
  brutal: { fight: 0.8, fear: 0.5, tears: -0.5, love: -0.6, young: -1 },
  thrilling: { fight: 0.6, fear: 0.2, tears: -0.5, thought: -0.3 },
  tense: { fear: 0.5, laughter: -0.5 },
  scary: { fear: 1, love: -0.4, laughter: -0.4, young: -0.5 },
  eerie: { fear: 0.9, wonder: 0.3, laughter: -0.3 },
  dreamlike: { wonder: 0.9 },
  epic: { fight: 0.5, wonder: 0.5 },
  exhilarating: { fight: 0.5, laughter: 0.4, tears: -0.8, thought: -0.6 },
  stylish: { tears: -0.4, fight: 0.2 },
  thoughtful: { thought: 1, laughter: -0.3, fight: -0.3 },
  "mind-bending": { thought: 0.8, wonder: 0.6 },
};

const OF_GENRES: Readonly<Record<string, Degrees>> = {
  drama: { tears: 0.3, thought: 0.3, fight: -0.2, wonder: -0.3, laughter: -0.2 },
  comedy: { laughter: 0.9, valence: 0.3, fear: -0.5, tears: -0.2 },
  romance: { love: 1, warmth: 0.3, fight: -0.4, fear: -0.3 },
  action: { fight: 1, energy: 0.7, tears: -0.5, love: -0.4, thought: -0.3, warmth: -0.3 },
  adventure: { energy: 0.4, wonder: 0.4, valence: 0.3 },
  "science-fiction": { wonder: 0.8, love: -0.2, thought: 0.1 },
  fantasy: { wonder: 0.9 },
  horror: { fear: 1, warmth: -0.7, valence: -0.5, laughter: -0.3, young: -0.8 },
  thriller: { fear: 0.5, energy: 0.4, warmth: -0.3, laughter: -0.3 },
  crime: { fear: 0.3, fight: 0.3, warmth: -0.4, young: -0.6 },
  mystery: { thought: 0.4, fear: 0.3 },
  war: { fight: 0.6, valence: -0.6, laughter: -0.6, young: -0.5 },
  history: { thought: 0.3, wonder: -0.3 },
  samurai: { fight: 0.6, love: -0.2 },
  western: { fight: 0.5, love: -0.2 },
  animation: { drawn: 1.4, young: 0.4, japan: 0.4 },
  music: { valence: 0.4, energy: 0.3, laughter: 0.2, fear: -0.3 },
  sport: { energy: 0.5, valence: 0.4, fight: 0.3 },
  family: { young: 0.8, warmth: 0.5, fear: -0.3 },
  documentary: { wonder: -0.7, thought: 0.5 },
};

/** Where a speaker is who feels so. */
const OF_FEELINGS: Readonly<Record<Feeling, Degrees>> = {
  tired: { valence: -0.6, energy: -0.8, laughter: -0.3 },
  angry: { valence: -0.6, energy: 0.6, warmth: -0.7, fight: 0.6 },
  sad: { valence: -0.8, energy: -0.4, tears: 0.7, laughter: -0.5 },
  anxious: { valence: -0.4, energy: 0.2, fear: 0.7 },
  lonely: { valence: -0.5, energy: -0.4, warmth: -0.6, tears: 0.3 },
  bored: { energy: -0.6, laughter: -0.5, fight: -0.4 },
  bad: { valence: -0.5, laughter: -0.3 },
};

/** A film that is not animated lies a little on that side. */
export const LIVE_ACTION = -0.4;
/** How far apart films of Japan and of elsewhere lie. */
const HOME = 0.25;

/** Ids with their weights; below 0: unlike this. */
export type Weights = ReadonlyMap<string, number>;

/** A place among the axes. */
export type Feel = Readonly<Record<Axis, number>>;

/** Where a film lies. */
export function feelOfFilm({ genres, moods, country }: Pick<StoredFilm, "genres" | "moods" | "country">): Feel {
  const feel = feelOf(even(genres), even(moods));
  const drawn = genres.includes("animation") ? 1 : feel.drawn + LIVE_ACTION;
  return { ...feel, drawn, japan: country.includes("JP") ? HOME : -HOME };
}

/** The ids, all alike. */
export function even(ids: readonly string[]): Weights {
  return new Map(ids.map((id) => [id, 1 / ids.length]));
}

/** Where these genres and moods lie together, weighed. */
export function feelOf(genres: Weights, moods: Weights): Feel {
  return add(
    [...genres].map(([id, weight]) => [OF_GENRES[id] ?? {}, weight]),
    [...moods].map(([id, weight]) => [{ ...MOODS.get(id), ...OF_MOODS[id] }, weight]),
  );
}

/** Where somebody is who feels so. */
export function feelOfSpeaker(feelings: readonly Feeling[]): Feel {
  return add(feelings.map((feeling) => [OF_FEELINGS[feeling], 1 / feelings.length]));
}

/** Sums places up, each with its weight. */
export function add(...parts: readonly (readonly (readonly [Degrees, number])[])[]): Feel {
  const all = parts.flat();
  const sum = (axis: Axis) => all.reduce((total, [degrees, weight]) => total + (degrees[axis] ?? 0) * weight, 0);
  return {
    valence: sum("valence"),
    energy: sum("energy"),
    warmth: sum("warmth"),
    tears: sum("tears"),
    laughter: sum("laughter"),
    fear: sum("fear"),
    love: sum("love"),
    fight: sum("fight"),
    wonder: sum("wonder"),
    thought: sum("thought"),
    drawn: sum("drawn"),
    young: sum("young"),
    japan: sum("japan"),
  };
}
