import { PREFIX } from "@guchi/platform/redis/keys.ts";

export const bulkKeys = {
  /** Hash: how far a bulk action has come. `job` is its own. */
  progress: (job: string) => `${PREFIX}:bulk:${job}`,
} as const;
