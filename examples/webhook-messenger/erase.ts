import type { Eraser } from "@guchi/platform/service/kept.ts";
import { Deliveries, ofFailure } from "./store.ts";

/** A mark stays, which holds no words: nothing of the job is sent from here on. */
export const erase: Eraser = async (job, { redis, jobTtlSeconds }) => {
  const deliveries = new Deliveries(redis, { jobTtlSeconds });
  await Promise.all([job, ofFailure(job)].map(async (name) => deliveries.move(name, "erase")));
};
