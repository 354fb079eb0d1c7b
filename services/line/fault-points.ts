import { faultPoints } from "@guchi/chain/fault-point.ts";

/**
 * Those between an event of LINE's and the answer that LINE has taken.
 */
export const FAULT_POINTS = {
  "event.noted": "it is noted whose the answer to an event will be, and there is no job yet",
  "event.started": "what an event asks for is a job, and the event's own job is not done",
  "withdrawal.marked": "it is marked that a message or a user is to be forgotten, and nothing erases yet",
  "delivery.composed": "the messages for LINE are made, with answers that waited, and nothing says so",
  "delivery.noted": "it is noted that a request to LINE is under way, and it has not left",
  "delivery.answered": "LINE has answered, and nothing is recorded of it",
  "delivery.kept": "an answer over the month's limit is kept, and its job does not know",
  "delivery.done": "it is recorded how the answer went, and what waited with it is not cleared away",
} as const;

export const faultPoint = faultPoints(FAULT_POINTS);
