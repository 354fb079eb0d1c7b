import type { Kept } from "@guchi/platform/service/kept.ts";

/** What is kept of a bulk action beside its job. */
export const BULK_KEEPS: Kept = {
  erase: async (job, { redis }) => (await import("./progress.ts")).forgetProgress(redis, job),
};
