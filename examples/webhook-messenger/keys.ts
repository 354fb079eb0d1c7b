import { userHash } from "@guchi/chain/redis/user-hash.ts";
import { PREFIX } from "@guchi/platform/redis/keys.ts";

export const webhookKeys = {
  /** String: how far a job's answer has come, and since when (state.ts). */
  delivery: (job: string) => `${PREFIX}:webhook:delivery:${job}`,
  /** Set: jobs whose answers wait for the next one to the same URL. */
  held: (url: string) => `${PREFIX}:webhook:held:${userHash(url)}`,
} as const;
