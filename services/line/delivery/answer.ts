import { jobOutput } from "@guchi/chain/gather.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { fits } from "@guchi/chain/schema.ts";
import { GuchiInput, ReplyResult } from "@guchi/contracts/guchi.ts";
import type { Language } from "@guchi/contracts/language.ts";
import { answerLanguage } from "@guchi/contracts/language/of-text.ts";
import { Notice, NoticeResult } from "@guchi/contracts/line.ts";
import Type from "typebox";
import { addressOf } from "../address.ts";
import type { Answer } from "./messages.ts";
import { cutText } from "./text.ts";

const Said = Type.Object({ say: Notice });
const Spoken = Type.Pick(GuchiInput, ["text"]);

/** What a notice is about; undefined for an answer to a message. */
export function topicOf({ input }: Pick<JobRecord, "input">): Notice["about"] | undefined {
  return fits(Said, input) ? input.say.about : undefined;
}

/** What a job's output tells the user; undefined where this version makes nothing of it. */
export function answerOf(record: Pick<JobRecord, "input" | "owes">, output: unknown): Answer | undefined {
  const { input } = record;
  if (fits(NoticeResult, output)) return fits(Said, input) ? { ...output, language: input.say.language } : undefined;
  if (!fits(ReplyResult, output)) return undefined;
  const answer = { ...output, language: answerLanguage(output.sentiment.language) };
  const isHeard = addressOf(record)?.line.isHeard === true && fits(Spoken, input);
  return withWordsHeard(answer, isHeard && output.care === undefined ? input.text : undefined);
}

/** So much of what was heard is shown, in UTF-16 units. */
const SHOWN_UNITS = 80;
const HEARD: Readonly<Record<Language, (words: string) => string>> = {
  ja: (words) => `きこえたよ：『${words}』`,
  en: (words) => `I heard: “${words}”`,
};

/**
 * So that a mishearing explains itself. Words that may be of danger are not said back to whoever
 * said them.
 */
function withWordsHeard(answer: Answer, words: string | undefined): Answer {
  if (words === undefined) return answer;
  const heard = HEARD[answer.language](cutText(words, SHOWN_UNITS));
  return { ...answer, message: `${heard}\n\n${answer.message}` };
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
