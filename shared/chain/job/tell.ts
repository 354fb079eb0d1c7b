import type { ChainLog } from "../log-codes.ts";
import type { Pipeline } from "../pipeline.ts";

interface Deps {
  readonly log?: ChainLog | undefined;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
}

interface Told {
  readonly id: string;
  readonly pipeline: string;
  /** Of the job, in ms since the epoch; without it no duration is told. */
  readonly createdAt?: number;
}

/** What may become of a job. A failure is told by `tellFailed`. */
type Change =
  | "accepted"
  | "waiting"
  | "continued"
  | "completed"
  | "canceled"
  | "suspended"
  | "resumed"
  | "rewound"
  | "purged";

/**
 * Logs what became of a job, a line for each change of its state. Of hidden ones, which serve
 * another job, at debug.
 */
export function tellJob({ log, pipelines }: Deps, job: Told, change: Change, about: object = {}): void {
  if (log === undefined) return;
  const level = pipelines.get(job.pipeline)?.hidden === true ? "debug" : "info";
  log[level]({ code: `job.${change}`, ...told(job), ...about }, `job ${change}`);
}

/** Logs that a job failed: at which step, with which error code. */
export function tellFailed({ log }: Deps, job: Told, step: string | undefined, error: string | undefined): void {
  log?.warn({ code: "job.failed", ...told(job), step, error }, "job failed");
}

function told({ id, pipeline, createdAt }: Told) {
  return { job: id, pipeline, ...(createdAt !== undefined && { ms: Date.now() - createdAt }) };
}
