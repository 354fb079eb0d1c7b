import { callbackPipeline } from "@guchi/chain/callback.ts";
import { definePipeline } from "@guchi/chain/define.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import Type, { type Static } from "typebox";
import { bulkPipeline } from "./bulk.ts";
import { GuchiInput, ReplyView } from "./guchi.ts";
import type { AudioResult, PersonaResult, Reaction, SentimentResult } from "./guchi.ts";
import { isSpoken } from "./language.ts";
import { NoticeResult } from "./line.ts";
import { MovieResult, MovieView, type RecommendResult } from "./movie.ts";
import { imagegen, persona, recommend, reply, sentiment, tts, type ReplyInput } from "./stage-contracts.ts";

const about = {
  input: GuchiInput,
  output: reply.output,
  view: ReplyView,
  forGuests: true,
  internal: ["beforeOthers", "pictures"],
};

/** Only a complaint goes the whole way. */
const unlessIdol = { to: "reply", when: (heard: SentimentResult) => reactionTo(heard) !== "idol" } as const;

const guchi = definePipeline({
  ...about,
  name: "guchi",
  about: "A complaint becomes a sentence, a picture and a voice message, one after the other.",
})
  .step(sentiment, { exit: unlessIdol })
  .step(persona, { input: complaintOf })
  .step(imagegen, { optional: true, input: pictureOf })
  .step(tts, { optional: true, input: ({ results }) => speechOf(results.persona) })
  .step(reply, { input: answerOf })
  .end();

const guchiFast = definePipeline({
  ...about,
  name: "guchi-fast",
  about: "As guchi, with picture and voice made at the same time.",
})
  .step(sentiment, { exit: unlessIdol })
  .step(persona, { input: complaintOf })
  .step(imagegen, { optional: true, input: pictureOf })
  .beside(tts, { optional: true, input: ({ results }) => speechOf(results.persona) })
  .step(reply, { input: answerOf })
  .end();

const movie = definePipeline({
  input: GuchiInput,
  output: Type.Union([MovieResult, NoticeResult]),
  view: MovieView,
  forGuests: true,
  internal: ["beforeOthers", "pictures"],
  name: "movie",
  about: "A message becomes a film: the nearest one, or to a complaint the very opposite.",
})
  .step(sentiment, {
    input: ({ input: { text, user } }) => ({ text, isFilmRequest: true, ...(user !== undefined && { user }) }),
    exit: { to: "reply", when: (heard) => !isAnsweredInHerWords(heard) },
  })
  .step(recommend, { input: complaintOf })
  .step(imagegen, { optional: true, input: filmPictureOf })
  .beside(tts, { optional: true, input: ({ results }) => speechOf(results.recommend) })
  .step(reply, { input: filmAnswerOf })
  .end(({ results }) => {
    const film = results.recommend?.movie;
    return { ...results.reply, ...(film !== undefined && { movie: film }) };
  });

/** The pipelines of the product, by name. */
export const PIPELINES: ReadonlyMap<string, Pipeline> = new Map(
  [guchi, guchiFast, movie, callbackPipeline, bulkPipeline].map((each) => [each.name, each]),
);

/**
 * What the bot does with a message: danger outweighs everything; in doubt the idol listens; only
 * what is clearly no burden, and a language that she does not speak, gets a fixed kind text.
 */
export function reactionTo(heard: Pick<SentimentResult, "language" | "listens" | "danger">): Reaction {
  const { listens, danger } = heard;
  if (danger?.certain === true) return "care";
  return isAnsweredInHerWords(heard) && (listens || danger !== undefined) ? "idol" : "cheer";
}

/** Whether she may speak to it herself: there is no certain danger, and she has the language. */
export function isAnsweredInHerWords({ language, danger }: Pick<SentimentResult, "language" | "danger">): boolean {
  return danger?.certain !== true && isSpoken(language);
}

interface Heard {
  readonly input: GuchiInput;
  readonly results: { readonly sentiment: SentimentResult };
}

function complaintOf({ input: { text, user, beforeOthers = false }, results }: Heard): Static<typeof persona.input> {
  return { text, sentiment: results.sentiment, beforeOthers, ...(user !== undefined && { user }) };
}

interface Complaint {
  readonly input: GuchiInput;
  readonly results: { readonly sentiment: SentimentResult; readonly persona: PersonaResult };
}

function pictureOf({ input: { user, pictures }, results }: Complaint): Static<typeof imagegen.input> {
  const { message, topic, timeOfDay, look } = results.persona;
  const isForComplaint = results.sentiment.label === "negative";
  return {
    picture: { message, topic, timeOfDay, look },
    isForComplaint,
    ...(user !== undefined && { user }),
    ...(pictures === "none" && { isOverLimit: true }),
  };
}

function speechOf({
  message,
  language,
  mood,
}: Pick<PersonaResult, "message" | "language" | "mood">): Static<typeof tts.input> {
  return { text: message, language, mood };
}

interface FilmWish {
  readonly input: GuchiInput;
  readonly results: { readonly sentiment: SentimentResult; readonly recommend: RecommendResult };
}

function filmPictureOf({ input: { user, pictures }, results }: FilmWish): Static<typeof imagegen.input> {
  return {
    picture: results.recommend.picture,
    isForComplaint: results.sentiment.label === "negative",
    ...(user !== undefined && { user }),
    ...(pictures === "none" && { isOverLimit: true }),
  };
}

interface Answered<Said> {
  readonly input: GuchiInput;
  readonly results: Said & {
    readonly sentiment: SentimentResult;
    readonly imagegen: Static<typeof imagegen.output> | undefined;
    readonly tts: AudioResult | undefined;
  };
}

function answerOf({ input, results }: Answered<{ readonly persona: PersonaResult | undefined }>): ReplyInput {
  return allOf({ input, results }, results.persona);
}

function filmAnswerOf({ input, results }: Answered<{ readonly recommend: RecommendResult | undefined }>): ReplyInput {
  return allOf({ input, results }, results.recommend);
}

function allOf({ input, results }: Answered<object>, words: ReplyInput["words"]): ReplyInput {
  const { sentiment: heard, imagegen: image, tts: audio } = results;
  return {
    text: input.text,
    sentiment: heard,
    ...(words !== undefined && { words }),
    ...(image !== undefined && { image }),
    ...(audio !== undefined && { audio }),
  };
}
