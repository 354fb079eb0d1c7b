import type { HandOffDeps } from "./hand-off.ts";
import type { JobRecord } from "./job/record.ts";

/** What a client stands on, and whom it tells. */
export interface ClientDeps extends HandOffDeps {
  /**
   * Told of each job that this client brought to its end: it canceled it, or ended its last wait.
   */
  readonly onEnded?:
    | ((record: JobRecord, status: "canceled" | "completed" | "failed") => Promise<void> | void)
    | undefined;
  /**
   * Removes data that only the record points to. It runs before the purge, so that a crash in
   * between leaves no data that cannot be found.
   */
  readonly eraseFirst?: ((jobId: string, record: JobRecord) => Promise<void>) | undefined;
  /** Removes what the stages of a purged job left behind outside the record. */
  readonly eraseTraces?: ((jobId: string, record?: JobRecord) => Promise<void>) | undefined;
}
