import { faultPoints } from "@guchi/chain/fault-point.ts";

/**
 * Those between LINE's webhook and the answer that LINE has taken.
 */
export const FAULT_POINTS = {
  "webhook.checked": "LINE's events are checked, nothing is written",
  "webhook.noted": "it is noted whose the answer to an event will be, and there is no job yet",
  "webhook.event-queued": "one event of a webhook is queued, others are not, and LINE has no 200",
  "webhook.queued": "all events of a webhook are queued, and LINE has no 200",
  "withdrawal.marked": "it is marked that a message or a user is to be forgotten, and nothing erases yet",
  "delivery.composed": "the messages for LINE are made, with answers that waited, and nothing says so",
  "delivery.noted": "it is noted that a request to LINE is under way, and it has not left",
  "delivery.answered": "LINE has answered, and nothing is recorded of it",
  "delivery.kept": "an answer over the month's limit is kept, and its job does not know",
  "delivery.done": "it is recorded how the answer went, and what waited with it is not cleared away",
} as const;

export const faultPoint = faultPoints(FAULT_POINTS);
