import type { JobRecord, JobStatus } from "./record.ts";

/**
 * What somebody may ask of a job, and in which states it is allowed. Elsewhere the answer is 409.
 */
export const ALLOWED = {
  /** Waiting work leaves its queue, a running stage is aborted, nothing more is recorded. */
  cancel: ["pending", "running", "waiting", "suspended"],
  /**
   * A running stage ends and is recorded; the job is not handed on until it is resumed. A wait ends
   * at the time at which it would have.
   */
  suspend: ["pending", "running", "waiting"],
  resume: ["suspended"],
  /** Runs again from the stage that failed, keeping what is done. */
  rewind: ["failed"],
  /** Starts a new job with the same input. */
  restart: ["completed", "failed", "canceled"],
} as const satisfies Record<string, readonly JobStatus[]>;

export type JobAction = keyof typeof ALLOWED;

export function isAllowed(action: JobAction, status: JobStatus): boolean {
  return (ALLOWED[action] as readonly JobStatus[]).includes(status);
}

/** Whether the job is completed and its answer could not be delivered: a rewind tries again. */
export function isUndelivered({ status, delivery }: Pick<JobRecord, "status" | "delivery">): boolean {
  return status === "completed" && delivery?.status === "failed";
}

export function isFinished(status: JobStatus): boolean {
  return status === "completed" || status === "failed" || status === "canceled";
}
