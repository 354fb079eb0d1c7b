import Type, { type Static } from "typebox";
import { isFinished } from "./job/actions.ts";
import type { JobRecord } from "./job/record.ts";
import type { JobRecords } from "./job/records.ts";
import type { JobClient } from "./client.ts";
import { definePipeline } from "./define.ts";
import { defineContract } from "./stage.ts";

/**
 * What a callback is: the finished job, told to whom its starter named. Another job, so that it is
 * as durable.
 */
export const CallbackInput = Type.Object({
  job: Type.String({ minLength: 1, maxLength: 64 }),
  /**
   * `updatedAt` of the finished state, in ms since the epoch: a job that is rewound and finishes
   * again is told again.
   */
  finishedAt: Type.Integer({ minimum: 0 }),
});
export type CallbackInput = Static<typeof CallbackInput>;

/**
 * `status` is the receiver's answer; nothing was sent when the job was purged meanwhile or went on.
 */
export const CallbackResult = Type.Object({ sent: Type.Boolean(), status: Type.Optional(Type.Integer()) });
export type CallbackResult = Static<typeof CallbackResult>;

export const CALLBACK_PIPELINE = "callback";

/** Its one stage: how a job is told is for its users to say. */
export const callback = defineContract({ name: "callback", input: CallbackInput, output: CallbackResult });

export const callbackPipeline = definePipeline({
  name: CALLBACK_PIPELINE,
  about: "Tells a finished job to whom its starter named.",
  input: CallbackInput,
  output: CallbackResult,
  hidden: true,
})
  .step(callback)
  .end();

/** Of callbacks to a URL, in BullMQ's sense: after those without. */
const URL_PRIORITY = 1;

/** Begins what stands in place of a callback's URL where a job is to be told only when it fails. */
export const ON_FAILURE = "on-failure:";

/**
 * Starts the callback that a finished job owes, once for each time that it finishes; does nothing
 * for a job that owes none. A process that dies before leaves the job in the index of open jobs,
 * where the sweep finds it.
 */
export async function callBack(
  { client, records }: { client: JobClient; records: JobRecords },
  { id, callbackUrl }: Pick<JobRecord, "id" | "callbackUrl">,
): Promise<void> {
  if (callbackUrl === undefined) return;
  const record = await records.read(id);
  if (record === undefined || !isFinished(record.status)) return; // gone, or rewound meanwhile: its next end is told
  const isOfFailure = callbackUrl.startsWith(ON_FAILURE);
  if (!isOfFailure || record.status === "failed") {
    const finishedAt = record.updatedAt;
    const cause = `callback:${id}:${finishedAt}`;
    // A person waits for the one; the others may be many, and their receivers slow.
    const priority = isOfFailure ? undefined : URL_PRIORITY;
    await client.start(CALLBACK_PIPELINE, { job: id, finishedAt }, { cause, priority });
  }
  await records.calledBack(record);
}
