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
  /** When it is to begin, in ms since the epoch; undefined: now. */
  readonly startAt?: number | undefined;
}

/** The record of a job as it is made. `createdAt`: ms since the epoch. */
export function newRecord(
  { id, pipeline, layout, input, fingerprint, owes, priority }: NewJob,
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
    step: () => ({ attempts: 0, skipped: false, base: NO_BASE, paid: NOTHING_PAID }),
  };
}
