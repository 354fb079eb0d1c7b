import { StageError } from "@guchi/chain/errors.ts";
import type { LineAnswer } from "../api/call.ts";

const FAILURES = {
  unknown: ["provider_unavailable", "transient", "LINE did not say whether it took the answer."],
  unreached: ["provider_unavailable", "transient", "LINE cannot be reached."],
  "slow-down": ["provider_rate_limited", "transient", "LINE asks to slow down."],
  denied: ["provider_misconfigured", "permanent", "LINE does not let this channel send; check its token and settings."],
  rejected: ["invalid_output", "permanent", "LINE rejected this answer."],
} as const;

/**
 * What an answer that was not taken means for the stage: tried again or not, when, and why.
 * `pauseMs`: until then, where LINE names no time.
 */
export function sendFailure(verdict: keyof typeof FAILURES, answer: LineAnswer, pauseMs?: number): StageError {
  const [code, errorClass, message] = FAILURES[verdict];
  const status = statusOf(answer);
  const retryAfterMs = (answer.kind === "answer" ? answer.retryAfterMs : undefined) ?? pauseMs;
  return new StageError(status === undefined ? message : `${message} (HTTP ${status})`, {
    code,
    class: errorClass,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(answer.kind !== "answer" && { cause: answer.cause }),
  });
}

/** The HTTP status of the answer, if there was one. */
export function statusOf(answer: LineAnswer): number | undefined {
  return answer.kind === "answer" ? answer.status : undefined;
}

/** LINE's own words: which property it does not take, never the property's value. */
export function wordsOf(answer: LineAnswer): string | undefined {
  return answer.kind === "answer" ? answer.message : undefined;
}
