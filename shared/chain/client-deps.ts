import type { HandOffDeps } from "./hand-off.ts";
import type { JobRecord } from "./job/record.ts";
import type { Replicas } from "./redis/replicas.ts";

/** What a client stands on, and whom it tells. */
export interface ClientDeps extends HandOffDeps {
  /** Nothing is confirmed that is not on so many replicas; left out: the primary's word will do. */
  readonly replicas?: Pick<Replicas, "confirm"> | undefined;
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

/** Does what writes to the job's record; with replicas, resolves when these have it, too. */
export async function confirmed<Done>(
  { replicas, records }: ClientDeps,
  id: string,
  write: () => Promise<Done>,
): Promise<Done> {
  return replicas === undefined ? write() : replicas.confirm(records.keys.job(id), write);
}
