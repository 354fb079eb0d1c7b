import { jobOutput } from "@guchi/chain/gather.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { fits } from "@guchi/chain/schema.ts";
import { ReplyResult } from "@guchi/contracts/guchi.ts";
import { answerLanguage } from "@guchi/contracts/language/of-text.ts";
import { Notice, NoticeResult } from "@guchi/contracts/line.ts";
import Type from "typebox";
import type { Answer } from "./messages.ts";

const Said = Type.Object({ say: Notice });

/** What a notice is about; undefined for an answer to a message. */
export function topicOf({ input }: Pick<JobRecord, "input">): Notice["about"] | undefined {
  return fits(Said, input) ? input.say.about : undefined;
}

/** What a job's output tells the user; undefined where this version makes nothing of it. */
export function answerOf({ input }: Pick<JobRecord, "input">, output: unknown): Answer | undefined {
  if (fits(ReplyResult, output)) return { ...output, language: answerLanguage(output.sentiment.language) };
  return fits(NoticeResult, output) && fits(Said, input) ? { ...output, language: input.say.language } : undefined;
}

/** The same of a job as it is recorded. */
export function recordedAnswer(record: JobRecord, pipelines: ReadonlyMap<string, Pipeline>): Answer | undefined {
  const pipeline = pipelines.get(record.pipeline);
  return pipeline && answerOf(record, jobOutput(pipeline, record));
}

/**
 * Whether the user can ask for the same once more. Not where help lines are the answer: with
 * another try they would be the same, and this is no game.
 */
export function canBeAskedAgain(output: unknown): boolean {
  if (!fits(ReplyResult, output)) return false;
  return output.reaction === "idol" || (output.reaction === "cheer" && output.care === undefined);
}
