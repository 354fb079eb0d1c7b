import { PREFIX } from "@guchi/platform/redis/keys.ts";

export const standingKeys = {
  /** Hash: channel → how LINE is to it (line-standing.ts). */
  line: `${PREFIX}:line-standings`,
} as const;
