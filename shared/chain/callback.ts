import Type, { type Static } from "typebox";
import { deliveryCause, deliveryName, DeliverySummary } from "./delivery.ts";
import { isFinished } from "./job/actions.ts";
import type { JobRecord } from "./job/record.ts";
import type { JobRecords } from "./job/records.ts";
import type { JobClient } from "./client.ts";
import { definePipeline } from "./define.ts";
import { fits } from "./schema.ts";
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

/** Of callbacks: after those for whom a person waits. */
const CALLBACK_PRIORITY = 1;

/**
 * Starts the job that a finished job owes: a callback, once for each time that it finishes, or the
 * delivery of its answer; or tells the job that called it. Does nothing for a job that owes none. A
 * process that dies before leaves the job in the index of open jobs, where the sweep finds it.
 */
export async function callBack(
  { client, records }: { client: JobClient; records: JobRecords },
  { id, owes }: Pick<JobRecord, "id" | "owes">,
): Promise<void> {
  if (owes === undefined) return;
  const record = await records.read(id);
  // The job is gone, or was rewound meanwhile: its next end is told.
  if (record === undefined || !isFinished(record.status)) return;
  if ("callbackUrl" in owes) {
    const cause = `callback:${id}:${record.updatedAt}`;
    const { trace } = record;
    await client.start(CALLBACK_PIPELINE, inputFor(record), { cause, priority: CALLBACK_PRIORITY, trace });
  } else if ("messenger" in owes) await deliver(client, record, owes.messenger);
  else if ("parent" in owes) await client.endCall(record, owes);
  else await records.noteDelivery(owes.delivers, stateOf(record));
  await records.calledBack(record);
}

function inputFor({ id, updatedAt }: JobRecord) {
  return { job: id, finishedAt: updatedAt };
}

/**
 * Starts the delivery of an answer, or of the news that there will be none. Whoever canceled the
 * job knows.
 */
async function deliver(client: JobClient, record: JobRecord, messenger: string): Promise<void> {
  const { id, status, updatedAt, trace } = record;
  if (status === "canceled") return;
  const isAnswer = status === "completed";
  await client.start(deliveryName(messenger), inputFor(record), {
    cause: isAnswer ? deliveryCause(id) : `${deliveryCause(id)}:${updatedAt}`,
    trace,
    ...(isAnswer && { owes: { delivers: id } }),
  });
}

/** What the end of a job that delivers tells of the delivery. */
function stateOf({ status, updatedAt, layout, ...record }: JobRecord): DeliverySummary {
  const [{ name } = { name: "" }] = layout.steps;
  const { result } = record.step(name);
  if (status === "completed" && fits(DeliverySummary, result)) return result;
  return { status: status === "canceled" ? "withdrawn" : "failed", at: updatedAt };
}
