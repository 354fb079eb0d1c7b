import { faultPoints } from "@guchi/chain/fault-point.ts";

/** Those of LINE's webhook. */
export const FAULT_POINTS = {
  "webhook.checked": "LINE's events are checked, nothing is written",
  "webhook.queued": "all events of a webhook are queued, and LINE has no 200",
} as const;

export const faultPoint = faultPoints(FAULT_POINTS);
