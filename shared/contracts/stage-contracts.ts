import { defineContract } from "@guchi/chain/stage.ts";
import Type, { type Static } from "typebox";
import {
  AudioResult,
  AudioView,
  GuchiInput,
  ImageResult,
  ImageView,
  NoImage,
  PersonaResult,
  ReplyResult,
  SentimentResult,
} from "./guchi.ts";
import { Notice, NoticeResult } from "./line.ts";
import { RecommendResult } from "./movie.ts";
import { Picture, Poster } from "./picture.ts";

/**
 * What each stage takes and gives. Services do the work (`defineStage`), pipelines map what a stage
 * gets: no stage knows which one ran before it.
 */

const { text, user, beforeOthers } = GuchiInput.properties;

/** Is the message a burden, in which language, and is somebody in danger? */
export const sentiment = defineContract({
  name: "sentiment",
  input: Type.Object({
    text,
    user,
    /** Whether a film is to be found for it: what that film is full of is no danger. */
    isFilmRequest: Type.Optional(Type.Boolean()),
  }),
  output: SentimentResult,
  view: ReplyResult.properties.sentiment,
});

/** What the idol says, and how she looks. */
export const persona = defineContract({
  name: "persona",
  input: Type.Object({
    text,
    user,
    beforeOthers,
    sentiment: SentimentResult,
  }),
  output: PersonaResult,
  view: Type.Pick(PersonaResult, ["message", "language"]),
});

/** Which film she recommends. */
export const recommend = defineContract({
  name: "recommend",
  input: persona.input,
  output: RecommendResult,
  view: Type.Pick(RecommendResult, ["message", "language", "movie"]),
});

/** A picture of the idol with her words, or a card of a film. */
export const imagegen = defineContract({
  name: "imagegen",
  input: Type.Object({
    picture: Type.Union([Picture, Poster]),
    user,
    /** Whether it answers a clear complaint: others may get none, or one that costs nothing. */
    isForComplaint: Type.Optional(Type.Boolean({ default: true })),
    /** Whether the user has had all pictures of the day: there is none, and the notice says so. */
    isOverLimit: Type.Optional(Type.Boolean()),
  }),
  output: Type.Union([ImageResult, NoImage]),
  view: ImageView,
});

/** A text, spoken. */
export const tts = defineContract({
  name: "tts",
  input: Type.Object({
    text: PersonaResult.properties.message,
    language: PersonaResult.properties.language,
    mood: PersonaResult.properties.mood,
  }),
  output: AudioResult,
  view: AudioView,
});

/** Puts together what the user gets. */
export const reply = defineContract({
  name: "reply",
  input: Type.Object({
    text: Type.Optional(text),
    sentiment: Type.Optional(SentimentResult),
    /** What the idol says; with the picture and the sound as far as they could be made. */
    words: Type.Optional(Type.Pick(PersonaResult, ["message", "notice"])),
    image: Type.Optional(Type.Union([ImageResult, NoImage])),
    audio: Type.Optional(AudioResult),
    /** Instead of all that: what to say to an event that is no complaint. */
    say: Type.Optional(Notice),
  }),
  output: Type.Union([ReplyResult, NoticeResult]),
});
export type ReplyInput = Static<typeof reply.input>;
