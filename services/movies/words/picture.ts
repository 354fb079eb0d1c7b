import type { TimeOfDay } from "@guchi/contracts/guchi.ts";
import type { Language } from "@guchi/contracts/language.ts";
import type { Look } from "@guchi/contracts/look.ts";
import type { RecommendMode } from "@guchi/contracts/movie.ts";
import type { Motif, Picture, Poster, PosterTone } from "@guchi/contracts/picture.ts";
import { textOf, type StoredFilm } from "../films/film.ts";
import { genreName } from "../films/vocabulary.ts";
import { feelOfFilm } from "../understanding/feel.ts";
import { conceptsIn, plain } from "../understanding/lexicon.ts";
import { countryNames, lineOf } from "./compose.ts";
import { LABELS } from "./words.ts";

/** What the card of a film shows. */
export function posterOf(film: StoredFilm, mode: RecommendMode, language: Language): Poster {
  const other = film.title[language === "ja" ? "en" : "ja"];
  const title = film.title[language];
  const minutes = language === "ja" ? `${film.minutes}分` : `${film.minutes} min`;
  const countries = film.country.slice(0, 3).map((code) => countryNames[language].of(code) ?? code);
  const genres = film.genres.slice(0, 3).map((id) => genreName(id, language));
  return {
    title,
    ...(other !== title && { otherTitle: other }),
    year: film.year,
    about: [countries.join(language === "ja" ? "・" : ", "), genres.join(" / "), minutes].join(" · ").slice(0, 120),
    line: lineOf(film, language),
    label: LABELS[mode][language],
    motifs: motifsOf(film),
    tone: toneOf(film),
  };
}

const OF_GENRE: Readonly<Record<string, Motif>> = {
  romance: "heart",
  comedy: "smile",
  action: "burst",
  adventure: "mountain",
  "science-fiction": "rocket",
  fantasy: "wand",
  horror: "ghost",
  thriller: "eye",
  crime: "hat",
  mystery: "magnifier",
  war: "dove",
  history: "book",
  samurai: "sword",
  western: "hat",
  music: "note",
  sport: "ball",
  family: "house",
  documentary: "book",
};
const OF_MOOD: Readonly<Record<string, Motif>> = {
  tearful: "drop",
  bittersweet: "drop",
  romantic: "heart",
  funny: "smile",
  thoughtful: "book",
  calm: "wave",
};
/** What a film is plainly about beats its kind. */
const OF_CONCEPT: Readonly<Record<string, Motif>> = {
  cat: "paw",
  dog: "paw",
  animal: "paw",
  fish: "wave",
  sea: "wave",
  space: "planet",
  mountain: "mountain",
  music: "note",
};

/** Up to three, the one that says most first. */
function motifsOf(film: StoredFilm): Motif[] {
  const spoken = conceptsIn(plain(`${film.title.ja} ${film.title.en}`)).flatMap(
    ({ value }) => OF_CONCEPT[value.id] ?? [],
  );
  const within = conceptsIn(plain(textOf(film))).flatMap(({ value }) => OF_CONCEPT[value.id] ?? []);
  const genres = film.genres.flatMap((id) => OF_GENRE[id] ?? []);
  const moods = film.moods.flatMap((id) => OF_MOOD[id] ?? []);
  const all = new Set<Motif>([...spoken, ...genres, ...moods, ...within, "star"]);
  return [...all].slice(0, 3);
}

function toneOf(film: StoredFilm): PosterTone {
  const { fear, valence, energy, fight, laughter, warmth, wonder } = feelOfFilm(film);
  if (fear > 0.7 || valence < -0.45) return "dark";
  if (fight > 0.7 && energy > 0.4) return "vivid";
  if (laughter > 0.45) return "bright";
  if (energy < -0.3) return "soft";
  if (wonder > 0.45) return "cool";
  return warmth > 0.3 ? "warm" : "cool";
}

/** How she looks when there is no film to show: quiet where something grave happened. */
export function herPicture(message: string, isGrave: boolean, timeOfDay: TimeOfDay): Picture {
  return { message, topic: "daily", timeOfDay, look: isGrave ? QUIET : SORRY };
}

const HER = { hairStyle: "ponytail", hairColor: "#a8664f", framing: "half" } as const;

const QUIET: Look = {
  ...HER,
  expression: "tender",
  pose: "folded-hands",
  outfit: "plain",
  outfitColor: "#6f7fa8",
  accessory: "none",
  place: "quiet-room",
  scene: "quiet",
  description: "A quiet room. A gentle young woman sits with folded hands, eyes lowered, mouth closed; soft dim light.",
};

const SORRY: Look = {
  ...HER,
  expression: "worried",
  pose: "folded-hands",
  outfit: "cardigan",
  outfitColor: "#e08aa8",
  accessory: "ribbon",
  place: "living-room",
  description: "A living room with an empty shelf. A cheerful young idol, a little sorry, holds her hands together.",
};
