import { callbackPipeline } from "@guchi/chain/callback.ts";
import { definePipeline } from "@guchi/chain/define.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import type { Static } from "typebox";
import { GuchiInput, ReplyView } from "./guchi.ts";
import type { AudioResult, PersonaResult, Reaction, SentimentResult } from "./guchi.ts";
import { isSpoken } from "./language.ts";
import { imagegen, persona, reply, sentiment, tts, type ReplyInput } from "./stage-contracts.ts";

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

/** The pipelines of the product, by name. */
export const PIPELINES: ReadonlyMap<string, Pipeline> = new Map(
  [guchi, guchiFast, callbackPipeline].map((each) => [each.name, each]),
);

/**
 * What the bot does with a message: danger outweighs everything; in doubt the idol listens; only
 * what is clearly no burden, and a language that she does not speak, gets a fixed kind text.
 */
export function reactionTo({
  language,
  listens,
  danger,
}: Pick<SentimentResult, "language" | "listens" | "danger">): Reaction {
  if (danger?.certain === true) return "care";
  if (!isSpoken(language)) return "cheer";
  return listens || danger !== undefined ? "idol" : "cheer";
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

function speechOf({ message, language, mood }: PersonaResult): Static<typeof tts.input> {
  return { text: message, language, mood };
}

interface Answered {
  readonly input: GuchiInput;
  readonly results: {
    readonly sentiment: SentimentResult;
    readonly persona: PersonaResult | undefined;
    readonly imagegen: Static<typeof imagegen.output> | undefined;
    readonly tts: AudioResult | undefined;
  };
}

function answerOf({ input, results }: Answered): ReplyInput {
  const { sentiment: heard, persona: words, imagegen: image, tts: audio } = results;
  return {
    text: input.text,
    sentiment: heard,
    ...(words !== undefined && { words }),
    ...(image !== undefined && { image }),
    ...(audio !== undefined && { audio }),
  };
}
