import { LINE_EVENT_PIPELINE } from "@guchi/contracts/line.ts";
import type { Eraser } from "@guchi/platform/service/kept.ts";
import { addressOf } from "../address.ts";
import { Ownership } from "../events/ownership.ts";
import { chatOf } from "../owner.ts";
import { VOICE_PIPELINE } from "../pipeline.ts";
import { Deliveries } from "./store.ts";

/** Jobs of the message itself, which hold its words or what was heard of it, and owe no answer. */
const OF_MESSAGE: ReadonlySet<string | undefined> = new Set([LINE_EVENT_PIPELINE, VOICE_PIPELINE]);

/**
 * Withdraws the delivery of a job that is purged, and purges the jobs of the message that it
 * answers: the words are there, too. Before its record is erased, which alone leads to the chat and
 * the message, and again after it.
 */
export const eraseDelivery: Eraser = async (job, { redis, record, cipher, jobTtlSeconds, pipelineOf, purge }) => {
  const address = addressOf(record);
  if (address === undefined) return;
  const { channel, messageId } = address.line;
  await new Deliveries(redis, { jobTtlSeconds, cipher }).withdraw(chatOf(address.line), job);
  if (messageId === undefined) return;
  for (const other of await new Ownership(redis, { jobTtlSeconds }).jobsOfMessage({ messageId, channel })) {
    if (OF_MESSAGE.has(await pipelineOf(other))) await purge(other);
  }
};
