import Type, { type Static } from "typebox";
import { PersonaResult, ReplyResult, ReplyView } from "./guchi.ts";
import { Language } from "./language.ts";
import { Picture, Poster } from "./picture.ts";

/** What the stages of the pipeline `movie` hand to each other, and what its job gives. */

const closed = { additionalProperties: false } as const;

/** A word in both languages. */
const Both = Type.Object(
  { ja: Type.String({ minLength: 1, maxLength: 200 }), en: Type.String({ minLength: 1, maxLength: 200 }) },
  closed,
);

/** Whom a film is for, from the youngest on: Eirin's classes in Japan. */
export const Rating = Type.Enum(["all", "pg12", "r15", "r18"]);
export type Rating = Static<typeof Rating>;

/** A film as an answer shows it. */
export const Film = Type.Object(
  {
    key: Type.String({ examples: ["1993-jurassic-park"] }),
    title: Both,
    year: Type.Integer({ minimum: 1880, maximum: 2200 }),
    director: Both,
    country: Type.Array(Type.String({ pattern: "^[A-Z]{2}$" }), { minItems: 1, description: "ISO 3166-1 alpha-2." }),
    genres: Type.Array(Type.Object({ id: Type.String(), name: Both }, closed), { minItems: 1 }),
    minutes: Type.Integer({ minimum: 1 }),
    rating: Rating,
    line: Type.String({ minLength: 1, description: "One line of the review, in the language of the answer." }),
  },
  closed,
);
export type Film = Static<typeof Film>;

/**
 * Whether she gives the film that is nearest to the message, or the very opposite: to a negative
 * one.
 */
export const RecommendMode = Type.Enum(["nearest", "farthest"]);
export type RecommendMode = Static<typeof RecommendMode>;

/** The film, and why this one. */
export const Recommended = Type.Object(
  {
    film: Film,
    similarity: Type.Number({ minimum: -1, maximum: 1, description: "Cosine of the message and the film." }),
    mode: RecommendMode,
    why: Type.String({
      minLength: 1,
      description: "What matched, or what is opposite, in the language of the answer.",
    }),
  },
  closed,
);
export type Recommended = Static<typeof Recommended>;

/**
 * Result of the `recommend` stage. Without `movie` where there is none to give: to a grave message,
 * and where no film is there; her words then say so.
 */
export const RecommendResult = Type.Object(
  {
    ...Type.Pick(PersonaResult, ["message", "mood", "provider", "notice"]).properties,
    language: Language,
    movie: Type.Optional(Recommended),
    /** What the picture shows. */
    picture: Type.Union([Poster, Picture]),
  },
  closed,
);
export type RecommendResult = Static<typeof RecommendResult>;

const { properties } = Type.Object({ movie: Type.Optional(Recommended) });

/** Output of `movie`, as kept in the record. */
export const MovieResult = Type.Object({ ...ReplyResult.properties, ...properties }, closed);
export type MovieResult = Static<typeof MovieResult>;

/** The same as the API shows it. */
export const MovieView = Type.Object({ ...ReplyView.properties, ...properties }, { title: "Answer of movie" });
export type MovieView = Static<typeof MovieView>;
