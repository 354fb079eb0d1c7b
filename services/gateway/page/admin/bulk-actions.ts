import type { BulkAction } from "@guchi/contracts/bulk.ts";
import type { Query } from "./model.ts";

/** In the order of their buttons. */
export const BULK_ACTIONS: readonly BulkAction[] = ["rewind", "restart", "cancel", "purge"];

/** Up to when a filter goes, and no later than `now`: both as the address holds them. */
export function endOf({ to }: Query, now: string): string {
  // What is no time is for the gateway to refuse.
  return to === undefined || Date.parse(to) > Date.parse(now) ? now : to;
}
