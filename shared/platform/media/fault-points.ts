import { faultPoints } from "@guchi/chain/fault-point.ts";

/**
 * The one of the media store.
 */
export const FAULT_POINTS = {
  "media.written": "a picture or sound is kept and in no result yet",
} as const;

export const faultPoint = faultPoints(FAULT_POINTS);
