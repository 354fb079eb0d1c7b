import { faultPoints } from "@guchi/chain/fault-point.ts";

export const FAULT_POINTS = {
  "bulk.acted": "a bulk action has acted on some jobs, and that is not noted",
} as const;

export const faultPoint = faultPoints(FAULT_POINTS);
