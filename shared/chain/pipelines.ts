import { GuchiInput, ReplyResult, SentimentResult, type Reaction } from "../contracts/guchi.ts";
import { parseAs } from "../schema.ts";
import { definePipeline, type Route } from "./pipeline.ts";

const guchi = {
  input: GuchiInput,
  output: ReplyResult,
  optional: ["imagegen", "tts"],
  exits: {
    sentiment: { to: "reply", when: (result: unknown) => reactionTo(parseAs(SentimentResult, result)) !== "idol" },
  },
};

/** Every pipeline that the gateway starts, by name. */
export const PIPELINES: ReadonlyMap<string, Route> = new Map(
  [
    definePipeline({
      ...guchi,
      name: "guchi",
      about: "A complaint becomes a sentence, a picture and a voice message, one after the other.",
      steps: ["sentiment", "persona", "imagegen", "tts", "reply"],
    }),
    definePipeline({
      ...guchi,
      name: "guchi-fast",
      about: "As guchi, with picture and voice made at the same time.",
      steps: ["sentiment", "persona", ["imagegen", "tts"], "reply"],
    }),
  ].map((route) => [route.pipeline.name, route]),
);

/** What the bot does with a message: self-harm outweighs everything, a complaint gets the idol, the rest a cheer. */
export function reactionTo(sentiment: Pick<SentimentResult, "label" | "selfHarm">): Reaction {
  if (sentiment.selfHarm) return "care";
  return sentiment.label === "negative" ? "idol" : "cheer";
}
