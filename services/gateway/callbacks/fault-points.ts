import { faultPoints } from "@guchi/chain/fault-point.ts";

/**
 * The one of a callback.
 */
export const FAULT_POINTS = {
  "callback.answered": "the receiver has taken the callback, and nothing is recorded of it",
} as const;

export const faultPoint = faultPoints(FAULT_POINTS);
