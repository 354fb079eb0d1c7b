import { PREFIX } from "@guchi/platform/redis/keys.ts";

export const guestKeys = {
  /** String: jobs started in the window of GUEST_START_LIMIT. `whose` is a hash. */
  starts: (whose: string) => `${PREFIX}:guest-starts:${whose}`,
  /** String: pictures of 24 hours. */
  pictures: (whose: string) => `${PREFIX}:guest-pictures:${whose}`,
} as const;
