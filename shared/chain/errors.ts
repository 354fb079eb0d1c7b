/**
 * How a stage may fail. `transient` is tried again (with `retryAfterMs` when the other side named a
 * time), `permanent` and `refused` are not: `refused` means that a provider declined the content,
 * so another prompt or provider may do.
 */
export type ErrorClass = "transient" | "permanent" | "refused";

/**
 * The codes that a job's `error.code` or a warning can hold, and which the API page names. Stages
 * of one's own may bring more.
 */
export const ERROR_CODES = [
  "invalid_input", // the stage's input does not fit its schema
  "invalid_output", // the stage or provider made something that does not fit
  "time_limit", // the stage passed its time limit
  "stage_crashed", // the process died at this stage too often
  "provider_unavailable", // network failure, time-out, 5xx
  "provider_rate_limited", // 429
  "provider_refused", // moderation
  "provider_misconfigured", // 401, 403, unknown model
  "over_budget", // a paid call would cost more than may be spent
  "media_unavailable", // the media store could not keep or give a file
  // Its picture or sound went to make room for newer ones (a warning, never an error).
  "media_removed",
  "callback_failed", // the receiver of a callback did not take it
  "callback_refused", // a callback would have gone to a private network
  "wait_timeout", // what the job waited for did not come in time
  "call_canceled", // the job that a step called was canceled or purged
  // A queue entry, or a job that waits, names a step that this version does not have.
  "unknown_step",
  "internal", // a bug: anything that was thrown without a class
] as const;
/** One of them, told by editors, or another. */
export type ErrorCode = (typeof ERROR_CODES)[number] | (string & {});

/** Whether a text can be a code: small letters, digits and `_`, 64 at most, a letter first. */
export function isErrorCode(code: string): boolean {
  return /^[a-z][a-z0-9_]{0,63}$/.test(code);
}

export interface StageErrorOptions {
  readonly code: ErrorCode;
  readonly class: ErrorClass;
  /** Milliseconds to wait before the next attempt, from Retry-After. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/**
 * An error with a code and a class. The message is shown to API clients: never put a user's words
 * or a secret in it.
 */
export class StageError extends Error {
  override readonly name = "StageError";
  readonly code: ErrorCode;
  readonly class: ErrorClass;
  readonly retryAfterMs: number | undefined;

  /** Throws TypeError for a code that cannot be one. */
  constructor(message: string, { code, class: errorClass, retryAfterMs, cause }: StageErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    if (!isErrorCode(code)) throw new TypeError(`An error code must look like too_loud, not ${JSON.stringify(code)}`);
    this.code = code;
    this.class = errorClass;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * The error as a StageError. What carries no class is a bug or an unknown fault: it is tried again
 * (transient), under the code `internal`, and its own text stays in the log (it may hold anything),
 * out of the job.
 */
export function toStageError(error: unknown): StageError {
  if (error instanceof StageError) return error;
  return new StageError("The stage failed unexpectedly; the service's log has the cause.", {
    code: "internal",
    class: "transient",
    cause: error,
  });
}
