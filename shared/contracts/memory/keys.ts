import { userHash } from "@guchi/chain/redis/user-hash.ts";
import { PREFIX } from "@guchi/platform/redis/keys.ts";

/** The keys of what is remembered of a user beyond a job. */
export const memoryKeys = {
  /** Hash: job → what she said to this user in it. */
  persona: (user: string) => `${PREFIX}:persona:{${userHash(user)}}`,
  /** Hash: job → that it answered this user in danger (care-memory.ts). */
  careMemory: (user: string) => `${PREFIX}:care:{care-${userHash(user)}}`,
  /** Hash: job → the film that it told this user, and what was asked. */
  toldFilms: (user: string) => `${PREFIX}:movies:{${userHash(user)}}`,
} as const;

/** The same of all users. Group 1 is the key. */
export const memoryKeyPatterns = {
  persona: new RegExp(`^(${PREFIX}:persona:\\{.+\\})$`),
  careMemory: new RegExp(`^(${PREFIX}:care:\\{care-.+\\})$`),
  toldFilms: new RegExp(`^(${PREFIX}:movies:\\{.+\\})$`),
} as const;
