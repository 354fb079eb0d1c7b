import { GuchiInput, ReplyResult, ReplyView, SentimentResult, type Reaction } from "./guchi.ts";
import { isSpoken } from "./language.ts";
import { LineForgetInput, LineForgetMeInput, LineForgetResult, LineNoticeInput, LineNoticeResult } from "./line.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { callbackPipeline } from "@guchi/chain/callback.ts";
import { definePipeline, type Pipeline } from "@guchi/chain/pipeline.ts";

const guchi = {
  input: GuchiInput,
  output: ReplyResult,
  view: ReplyView,
  internal: ["line"],
  optional: ["imagegen", "tts"],
  exits: {
    sentiment: { to: "reply", when: (result: unknown) => reactionTo(parseAs(SentimentResult, result)) !== "idol" },
  },
};

/** Every pipeline that the gateway starts, by name. */
export const PIPELINES: ReadonlyMap<string, Pipeline> = new Map(
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
    definePipeline({
      name: "line-notice",
      about: "A kind sentence to a LINE event that is no complaint. Started by the webhook only.",
      input: LineNoticeInput,
      output: LineNoticeResult,
      hidden: true,
      internal: ["say", "user", "line"],
      steps: ["reply"],
    }),
    definePipeline({
      name: "line-forget",
      about: "Erases what a LINE user took back or left behind. Started by the webhook only.",
      input: LineForgetInput,
      output: LineForgetResult,
      hidden: true,
      internal: ["forget"],
      steps: ["forget"],
    }),
    definePipeline({
      name: "line-forget-me",
      about: "Erases what a LINE user asks to forget, and then says so. Started by the webhook only.",
      input: LineForgetMeInput,
      output: LineNoticeResult,
      hidden: true,
      internal: ["forget", "say", "user", "line"],
      steps: [{ stage: "forget", input: ({ input }) => ({ forget: input["forget"] }) }, "reply"],
    }),
    callbackPipeline,
  ].map((pipeline) => [pipeline.name, pipeline]),
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
