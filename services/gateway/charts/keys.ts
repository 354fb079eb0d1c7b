import { PREFIX } from "@guchi/platform/redis/keys.ts";

export const chartKeys = {
  /** Hash: number of a slot of time → what was counted up to its begin, JSON. A slot each. */
  samples: (slot: "tick" | "minute" | "quarter") => `${PREFIX}:samples:${slot}`,
} as const;
