/**
 * Every moment between "bytes arrived" and "answer recorded" at which a process that dies leaves another state behind.
 * docs/guarantees.md says of each what happens then; a test kills a process there with SIGKILL.
 */
export const FAULT_POINTS = {
  "accept.begun": "the request is checked, nothing is written",
  "accept.recorded": "the job is recorded and in no queue",
  "accept.queued": "the job is recorded and queued, and nobody was told",
  "stage.taken": "a worker has taken the queue entry and read the record",
  "call.counted": "a paid call is counted and not made yet",
  "media.written": "a picture or sound is kept and in no result yet",
  "stage.ran": "the stage has its result, and nothing is recorded",
  "stage.recorded": "the result is recorded, and the job is handed to nobody",
  "stage.handed-on": "the job is in the next queue, and its old entry is still active",
  "job.finished": "the job is finished, and the callback that it owes is not started",
  "callback.answered": "the receiver has taken the callback, and nothing is recorded of it",
  "cancel.recorded": "the job is canceled, and its queue entries are still there",
  "suspend.recorded": "the job is suspended, and its queue entries are still there",
  "resume.recorded": "the job is to go on, and is in no queue",
  "rewind.opened": "the failed stage is open again, and only its failed entry is in the queue",
  "purge.recorded": "the record is erased, queue entries and media are still there",
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
export type FaultPoint = keyof typeof FAULT_POINTS;

/** Where a test hangs its hook, before anything else is loaded: see shared/chain/testing/fault-hook.ts. */
export const FAULT_HOOK = Symbol.for("guchi.fault-hook");

type Hook = (point: FaultPoint, after?: Promise<unknown>) => Promise<never> | undefined;

const hook = (globalThis as { [FAULT_HOOK]?: Hook })[FAULT_HOOK];

/**
 * Nothing in production: undefined. Under a test's hook the process dies here; where `after` is given, once that has
 * happened. Await only what is not undefined, so that commands that leave in one burst still do.
 */
export function faultPoint(point: FaultPoint, after?: Promise<unknown>): Promise<never> | undefined {
  return hook?.(point, after);
}
