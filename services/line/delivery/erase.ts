import { addressOf } from "../address.ts";
import type { Eraser } from "@guchi/platform/service/kept.ts";
import { KeptAnswers } from "./kept.ts";
import { ownerOf } from "../owner.ts";
import { Parcels } from "./parcel.ts";

/** Erases what is kept for LINE of a job that was purged. */
export const eraseJob: Eraser = async (job, { redis, record, cipher, jobTtlSeconds }) => {
  const ttl = { jobTtlSeconds, cipher };
  const parcels = new Parcels(redis, ttl);
  const kept = new KeptAnswers(redis, ttl);
  const address = addressOf(record);
  const asked = address && ownerOf(address.line.to);
  const { chat, left } = await parcels.stop(job, asked);
  if (chat === undefined) return;
  // Others' answers, that it was to take along. Under way, only its sender will know what becomes
  // of them.
  if (left === "nothing") await kept.giveBack(chat, job);
  if (left === "all") await kept.handedOver(chat, job);
  const carrier = await kept.erase(chat, job);
  if (carrier !== undefined) await parcels.unload(carrier);
};
