import Type, { type Static } from "typebox";
import { PersonaResult } from "./guchi.ts";

/** What the stage `imagegen` can show: the idol with her words, or a poster-like card of a film. */

const closed = { additionalProperties: false } as const;

/** The idol with her words. */
export const Picture = Type.Pick(PersonaResult, ["message", "topic", "timeOfDay", "look"]);
export type Picture = Static<typeof Picture>;

/** One thing that can be drawn large and says what kind of film it is. */
export const Motif = Type.Enum([
  "heart",
  "smile",
  "drop",
  "burst",
  "rocket",
  "planet",
  "wand",
  "ghost",
  "magnifier",
  "eye",
  "sword",
  "note",
  "ball",
  "house",
  "paw",
  "wave",
  "mountain",
  "book",
  "hat",
  "dove",
  "star",
]);
export type Motif = Static<typeof Motif>;

/** The light in which a card is drawn. */
export const PosterTone = Type.Enum(["warm", "bright", "soft", "cool", "vivid", "dark"]);
export type PosterTone = Static<typeof PosterTone>;

/** A card made of letters and a motif, never of a film's own poster. */
export const Poster = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 200 }),
    /** The title in the other language, where it is another one. */
    otherTitle: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    year: Type.Integer({ minimum: 1880, maximum: 2200 }),
    /** Country, genres and length, as they are to be read. */
    about: Type.String({ minLength: 1, maxLength: 120 }),
    /** One line of the review. */
    line: Type.String({ minLength: 1, maxLength: 300 }),
    /** Who recommends, or how: what stands above the title. */
    label: Type.String({ minLength: 1, maxLength: 40 }),
    motifs: Type.Array(Motif, { minItems: 1, maxItems: 3 }),
    tone: PosterTone,
  },
  closed,
);
export type Poster = Static<typeof Poster>;
