import type { Eraser } from "@guchi/platform/service/kept.ts";
import { addressOf } from "../address.ts";
import { ownerOf } from "../owner.ts";
import { Deliveries } from "./store.ts";

/**
 * Withdraws the delivery of a job that is purged. Before its record is erased, which alone leads to
 * the chat, and again after it.
 */
export const eraseDelivery: Eraser = async (job, { redis, record, cipher, jobTtlSeconds }) => {
  const address = addressOf(record);
  if (address === undefined) return;
  await new Deliveries(redis, { jobTtlSeconds, cipher }).withdraw(ownerOf(address.line.to), job);
};
