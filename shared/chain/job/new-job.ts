import Type, { type Static } from "typebox";
import type { Layout } from "../layout.ts";
import { parseAs } from "../schema.ts";
import type { Owed } from "./owed.ts";
import { Input, NO_BASE, NOTHING_PAID, type JobRecord } from "./record.ts";

export interface NewJob {
  readonly id: string;
  readonly pipeline: string;
  /** What it will finish on; kept already (`keepLayout`). */
  readonly layout: Layout;
  readonly input: unknown;
  /** Hash of pipeline and input: tells a repeated request from another one under the same id. */
  readonly fingerprint: string;
  readonly owes?: Owed | undefined;
  readonly priority?: number | undefined;
  /** W3C traceparent of what starts it. */
  readonly trace?: string | undefined;
  /** When it is to begin, in ms since the epoch; undefined: now. */
  readonly startAt?: number | undefined;
}

/** What is made with a record. */
export interface FirstEntries {
  /** What goes into queues: see `Queues.entries`. */
  readonly entries?: readonly string[];
  /** Keys of entries: where one holds the finished entry of an earlier job, nothing is queued. */
  readonly old?: readonly string[];
}

/** What became of a new record: there was one, it is made, or it is in its first queues, too. */
export const Created = Type.Enum(["known", "recorded", "queued"]);
export type Created = Static<typeof Created>;

/** The record of a job as it is made. `createdAt`: ms since the epoch. */
export function newRecord(
  { id, pipeline, layout, input, fingerprint, owes, priority, trace }: NewJob,
  createdAt: number,
): JobRecord {
  return {
    id,
    pipeline,
    layout,
    status: "pending",
    fingerprint,
    createdAt,
    updatedAt: createdAt,
    input: parseAs(Input, input),
    ...(owes !== undefined && { owes }),
    ...(priority !== undefined && { priority }),
    ...(trace !== undefined && { trace }),
    step: () => ({ attempts: 0, skipped: false, base: NO_BASE, paid: NOTHING_PAID }),
  };
}
