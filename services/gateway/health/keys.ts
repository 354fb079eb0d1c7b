import { PREFIX } from "@guchi/platform/redis/keys.ts";

export const healthKeys = {
  /**
   * String: when a gateway was last asked whether it can accept work, to see that Redis takes
   * writes.
   */
  writable: `${PREFIX}:writable`,
} as const;
