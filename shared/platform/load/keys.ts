import { PREFIX } from "../redis/keys.ts";

export const loadKeys = {
  /**
   * Sorted set: a user's unfinished jobs, and some that have ended → when that was last looked at,
   * in ms. `user` is a hash.
   */
  openOfUser: (user: string) => `${PREFIX}:open:${user}`,
} as const;
