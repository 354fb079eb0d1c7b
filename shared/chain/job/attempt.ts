import { historyEntry } from "./history.ts";
import type { Failure } from "./record.ts";

/** One attempt of a step of a job. */
export interface Attempt {
  readonly id: string;
  readonly pipeline: string;
  readonly step: string;
  /** 1 for the first. */
  readonly number: number;
  /** ms since the epoch. */
  readonly begunAt: number;
  readonly worker: string;
  /** How long the step's first attempt waited in the queue, in ms. */
  readonly queueMs?: number | undefined;
  /** The job's. */
  readonly priority?: number | undefined;
  /** Whether the record was told of it while it was under way; otherwise its end tells of both. */
  readonly told: boolean;
  /** W3C traceparent of its span; of a step that no stage works on, of the job. */
  readonly trace?: string | undefined;
  /** Whether it began a trace of its own. */
  readonly isOwnTrace?: boolean | undefined;
}

/** What an attempt came to. */
export type Outcome = { readonly result: unknown; readonly provider: string } | { readonly failure: Failure };

/** How a settled step moves the job. */
export interface Settlement {
  readonly outcome: Outcome;
  /** `go` on, the job is `complete`, or the failure `fail`s it. */
  readonly follows: "go" | "complete" | "fail";
  /** Steps that an exit passes over, and other members of the parallel group. */
  readonly skipped: readonly string[];
  readonly siblings: readonly string[];
  /** What goes into queues in the same step if the job goes on: see `Queues.entries`. */
  readonly entries?: readonly string[] | undefined;
  /** How long the job is kept should it end, in ms; default: as any. */
  readonly keptMs?: number | undefined;
  /** What ends a pause. */
  readonly pause?: "event" | "timeout" | undefined;
}

const SETTLED_STATES = [
  "unknown",
  "lost",
  "closed",
  "kept",
  "waiting",
  "suspended",
  "go",
  "completed",
  "failed",
] as const;
/**
 * What became of a settlement: `lost`, another run settled the step first and wins; `closed`, the
 * job ended meanwhile; `kept`, the result of a job that another step has failed; `waiting`, other
 * members of the group are not settled yet; the rest as it says.
 */
export type Settled = (typeof SETTLED_STATES)[number];

/** Throws TypeError when a script gave none of these. */
export function settledState(reply: unknown): Settled {
  const state = SETTLED_STATES.find((known) => known === reply);
  if (state === undefined) throw new TypeError("Redis gave an unknown reply to a settlement");
  return state;
}

/** The history's entry of the attempt's begin. */
export function beganEntry({ begunAt, step, number, worker, queueMs }: Attempt): string {
  const ms = number === 1 ? queueMs : undefined;
  return historyEntry(begunAt, "began", { step, attempt: number, detail: worker, ms });
}

/** The history's entry of the attempt's end. */
export function endedEntry(attempt: Attempt, now: number, outcome: Outcome): string {
  const about = { step: attempt.step, attempt: attempt.number, ms: now - attempt.begunAt };
  return "failure" in outcome
    ? historyEntry(now, "failed", { ...about, detail: outcome.failure.code })
    : historyEntry(now, "completed", { ...about, detail: outcome.provider });
}

/** The step's field `m`. */
export function milestones({ number, begunAt, queueMs }: Attempt, settledAt?: number): string {
  return `${number},${begunAt},${settledAt ?? ""},${queueMs ?? ""}`;
}
