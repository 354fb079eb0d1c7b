import { isAnsweredInHerWords, reactionTo } from "@guchi/contracts/pipelines.ts";
import { defineStage } from "@guchi/chain/stage.ts";
import type { CareKind, Danger, ReplyResult } from "@guchi/contracts/guchi.ts";
import type { BudgetNotice } from "@guchi/providers/budget-notice.ts";
import { reply, type ReplyInput } from "@guchi/contracts/stage-contracts.ts";
import { isSpoken, type Language } from "@guchi/contracts/language.ts";
import { StageError } from "@guchi/chain/errors.ts";
import { noticeText } from "./notices.ts";
import { careFor, quietLine } from "./care/choose.ts";
import { otherLanguageText } from "./care/other-languages.ts";
import { pickFor } from "./pick.ts";
import { CHEERS, MISSING, NO_MORE_PICTURES, OVER_LIMIT } from "./words.ts";

interface Deps {
  /** How long a finished job is kept (JOB_TTL), in seconds. Who meets her is told. */
  readonly keptSeconds: number;
}

/** The last stage: puts together what the user gets. How it gets there is not its business. */
export function createReplyStage({ keptSeconds }: Deps) {
  return defineStage(reply, {
    retry: { attempts: 3, backoffMs: 500, maxBackoffMs: 5_000 },
    timeoutMs: 5_000,
    run: async (input, { jobId }) =>
      input.say === undefined ? composeReply(input, jobId) : { message: noticeText(input.say, { keptSeconds }) },
  });
}

/**
 * The job's output. The same job always gets the same words. Throws StageError when the idol should
 * speak but nobody wrote what she says.
 */
export function composeReply(input: ReplyInput, jobId: string): ReplyResult {
  if (input.sentiment === undefined) {
    throw new StageError("There is nothing to answer to.", { code: "invalid_input", class: "permanent" });
  }
  const { label, score, language, danger } = input.sentiment;
  // Where she has words, the pipeline let her speak, whatever the mood.
  const speaks = input.words !== undefined && isAnsweredInHerWords(input.sentiment);
  const reaction = speaks ? "idol" : reactionTo(input.sentiment);
  const base = { reaction, sentiment: { label, score, language } };
  if (!isSpoken(language)) {
    const { message, lines } = otherLanguageText({ language, text: input.text ?? "", danger: reaction === "care" });
    return { ...base, message, care: { ...kindOf(danger), lines } };
  }
  if (reaction === "care") {
    const { message, lines } = careFor({ ...danger, language, jobId });
    return { ...base, message, care: { ...kindOf(danger), lines } };
  }
  if (reaction === "cheer") {
    return { ...base, message: pickFor(jobId, CHEERS[language][label === "positive" ? "positive" : "neutral"]) };
  }
  if (input.words === undefined) {
    throw new StageError("No step has given anything to say.", { code: "invalid_input", class: "permanent" });
  }
  const notice = noticeOf(input);
  const quiet = danger === undefined ? undefined : quietLine(language, jobId);
  const missing = missingOf(input);
  const message = [
    input.words.message,
    quiet?.text,
    missing === undefined ? undefined : MISSING[missing][language],
    notice === undefined ? undefined : limitWords(input, notice)[language],
  ]
    .filter((part) => part !== undefined)
    .join("\n\n");
  return {
    ...base,
    message,
    ...(quiet !== undefined && { care: { lines: quiet.lines } }),
    ...(notice !== undefined && { notice }),
    ...media(input),
  };
}

/** What of the idol's answer could not be made. */
function missingOf({ image, audio }: ReplyInput): keyof typeof MISSING | undefined {
  if (image === undefined) return audio === undefined ? "both" : "image";
  return audio === undefined ? "audio" : undefined;
}

/** Only a kind that is certain is told. */
function kindOf(danger: Danger | undefined): { kind?: CareKind } {
  return danger?.certain === true && danger.kind !== undefined ? { kind: danger.kind } : {};
}

/** The limit of the day to tell the user of: the user's own before everybody's. */
function noticeOf({ words, image, audio }: ReplyInput): BudgetNotice | undefined {
  const notices = [image !== undefined && "notice" in image ? image.notice : undefined, words?.notice, audio?.notice];
  return notices.find((notice) => notice === "daily_images") ?? notices.find((notice) => notice !== undefined);
}

function limitWords({ image }: ReplyInput, notice: BudgetNotice): Record<Language, string> {
  const isWithout = image !== undefined && "wanted" in image && notice === "daily_images";
  return isWithout ? NO_MORE_PICTURES : OVER_LIMIT[notice];
}

const NOTHING = { provider: undefined, notice: undefined };

function media({ image, audio }: ReplyInput): Pick<ReplyResult, "image" | "audio"> {
  const {
    provider: _drawnBy,
    notice: _imageNotice,
    ...drawn
  } = image !== undefined && "key" in image ? image : NOTHING;
  const { provider: _spokenBy, notice: _audioNotice, ...spoken } = audio ?? NOTHING;
  return { ...("key" in drawn && { image: drawn }), ...("key" in spoken && { audio: spoken }) };
}
