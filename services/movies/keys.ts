import { userHash } from "@guchi/chain/redis/user-hash.ts";
import { PREFIX } from "@guchi/platform/redis/keys.ts";

/** What is kept of a user (memory.ts). */
export const movieKeys = {
  /** Hash: job → the film that it told this user. */
  told: (user: string) => `${PREFIX}:movies:{${userHash(user)}}`,
} as const;

/** The same of all users. Group 1 is the key. */
export const movieKeyPatterns = {
  told: new RegExp(`^(${PREFIX}:movies:\\{.+\\})$`),
} as const;
