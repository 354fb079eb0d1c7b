import { createHash } from "node:crypto";
import { PREFIX } from "@guchi/platform/redis/keys.ts";

/** The keys of what is remembered of a user beyond a job. */
export const memoryKeys = {
  /** Hash: what she said last to a user (last-said.ts). */
  persona: (user: string) => `${PREFIX}:persona:{${hashOf(user)}}`,
  /** Hash: job → that it answered this user in danger (care-memory.ts). */
  careMemory: (user: string) => `${PREFIX}:care:{care-${hashOf(user)}}`,
} as const;

function hashOf(user: string): string {
  return createHash("sha256").update(user).digest("hex");
}
