import { faultPoints } from "@guchi/chain/fault-point.ts";

export const FAULT_POINTS = {
  "webhook-delivery.noted": "it is noted that a request to the receiver is about to leave, and it has not",
  "webhook-delivery.answered": "the receiver has answered, and nothing is recorded of it",
} as const;

export const faultPoint = faultPoints(FAULT_POINTS);
