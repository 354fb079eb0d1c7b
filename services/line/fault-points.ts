import { faultPoints } from "@guchi/chain/fault-point.ts";

/**
 * Those between an event of LINE's and the answer that LINE has taken.
 */
export const FAULT_POINTS = {
  "event.noted": "it is noted whose the answer to an event will be, and there is no job yet",
  "event.started": "what an event asks for is a job, and the event's own job is not done",
  "withdrawal.marked": "it is marked that a message or a user is to be forgotten, and nothing erases yet",
  "delivery.composed": "the messages for LINE are made, with answers that were held, and nothing says so",
  "delivery.noted": "it is noted that a request to LINE is under way, and it has not left",
  "delivery.answered": "LINE has answered, and nothing is recorded of it",
  "delivery.undecided": "it is recorded that nobody knows whether LINE took it, or that it did not",
  "delivery.held": "it is recorded that the answer waits for the next one, and its job does not know",
  "delivery.ended": "it is recorded how the answer went, and neither its job nor those of carried ones know",
} as const;

export const faultPoint = faultPoints(FAULT_POINTS);
