import { PREFIX } from "@guchi/platform/redis/keys.ts";

export const adminKeys = {
  /** There when somebody signed out of this session, until it would have ended. */
  signedOut: (session: string) => `${PREFIX}:admin-out:${session}`,
} as const;
