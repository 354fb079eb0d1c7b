import type { DeliverySummary } from "@guchi/chain/delivery.ts";
import type { StageContext } from "@guchi/chain/stage.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import type { Eraser } from "../service/kept.ts";

/** One job's answer, or the news that there will be none, on its way to whom it is for. */
export interface Delivery {
  /** The job whose answer it is. It is finished. */
  readonly record: JobRecord;
  /** What its starter gave to reach them. Read it with a schema of the messenger's own. */
  readonly to: Readonly<Record<string, unknown>>;
  /** The job's output, media by key; undefined: the job failed, and there is none. */
  readonly output: unknown;
}

/** What a messenger may have made of a delivery. */
export type Delivered = Exclude<DeliverySummary["status"], "pending" | "failed">;

/** Where answers go, such as a chat. A folder that has one is another way to reach people. */
export interface Messenger {
  /** Its stage, queue and pipeline are `deliver-NAME`. */
  readonly name: string;
  /**
   * Brings an answer to whom it is for, at most once: it may be called again after a crash, and
   * twice at a time. Throws StageError: transient when it makes sense to go on later, permanent
   * when the delivery has failed until somebody rewinds the job.
   */
  deliver(delivery: Delivery, context: StageContext): Promise<Delivered>;
  /**
   * Erases what is kept of a job's delivery, and sends nothing of it from here on. Declared by the
   * service's `keeps`, since any process may purge a job.
   */
  readonly erase: Eraser;
}
