import type { Owed } from "./job/owed.ts";
import type { JobRecord } from "./job/record.ts";

export interface StartOptions {
  /**
   * What starts the job (an idempotency key, a webhook event id): the same cause is the same job.
   */
  readonly cause?: string | undefined;
  /** What the job owes when it is finished. A URL is checked by whoever lets it in. */
  readonly owes?: Owed | undefined;
  /** Its place behind others in the queues (see fairness.ts). */
  readonly priority?: number | undefined;
  /**
   * W3C traceparent of what it belongs to, where nothing traced is under way that starts it.
   */
  readonly trace?: string | undefined;
  /** When it is to begin, in ms since the epoch; undefined or past: now. */
  readonly startAt?: number | undefined;
}

/** A job that was started, or was there before. */
export interface Started {
  readonly id: string;
  readonly created: boolean;
  /** Its record as it was made; undefined: it was there before. */
  readonly record?: JobRecord | undefined;
}
