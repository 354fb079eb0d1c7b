import Type, { type Static } from "typebox";
import { definePipeline } from "./define.ts";
import { Name } from "./layout.ts";
import type { Pipeline } from "./pipeline.ts";
import { defineContract, type StageContract } from "./stage.ts";

/** Through which messenger a job's answer goes, and whom that reaches. Sealed in the record. */
export const Addressee = Type.Object({
  messenger: Name,
  /** What the messenger needs to reach them; it alone reads this. */
  to: Type.Record(Type.String(), Type.Unknown()),
});
export type Addressee = Static<typeof Addressee>;

/** How far an answer has come on its way to whom it is for. */
export const DeliveryStatus = Type.Enum(["pending", "delivered", "unconfirmed", "held", "withdrawn", "failed"], {
  description:
    "pending: on its way. delivered: the messenger took it. unconfirmed: it was sent, and nobody can know whether it arrived. held: it waits for the next answer to the same chat. withdrawn: nobody wants it any more. failed: it could not be delivered; a rewind tries again.",
});
export type DeliveryStatus = Static<typeof DeliveryStatus>;

/** What is known of a delivery. */
export const DeliverySummary = Type.Object({
  status: DeliveryStatus,
  /** Since when, in ms since the epoch. */
  at: Type.Integer({ minimum: 0 }),
});
export type DeliverySummary = Static<typeof DeliverySummary>;

/** The input of the job that delivers another job's answer. */
export const DeliveryInput = Type.Object({
  job: Type.String({ minLength: 1, maxLength: 64 }),
  /** `updatedAt` of the finished state, in ms since the epoch. */
  finishedAt: Type.Integer({ minimum: 0 }),
});
export type DeliveryInput = Static<typeof DeliveryInput>;

/** The name of the pipeline that delivers through a messenger, and of its one stage. */
export function deliveryName(messenger: string): string {
  return `deliver-${messenger}`;
}

/** The stage by which a messenger delivers. Throws TypeError for a bad name. */
export function deliveryContract(
  messenger: string,
): StageContract<string, typeof DeliveryInput, typeof DeliverySummary> {
  return defineContract({ name: deliveryName(messenger), input: DeliveryInput, output: DeliverySummary });
}

/**
 * The pipeline of the jobs that deliver through a messenger: hidden ones, each as durable as the
 * job whose answer it delivers. Throws TypeError for a bad name.
 */
export function deliveryPipeline(messenger: string): Pipeline {
  return definePipeline({
    name: deliveryName(messenger),
    about: `Brings an answer to whom it is for, through the messenger "${messenger}".`,
    input: DeliveryInput,
    output: DeliverySummary,
    hidden: true,
  })
    .step(deliveryContract(messenger))
    .end();
}

/** What starts the job that delivers a completed job's answer: the same job, the same delivery. */
export function deliveryCause(job: string): string {
  return `deliver:${job}`;
}
