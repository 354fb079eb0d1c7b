import { faultPoints } from "./fault-point.ts";

/**
 * Every moment between "request arrived" and "job finished" at which a process that dies leaves
 * another state behind.
 */
export const FAULT_POINTS = {
  "accept.begun": "the request is checked, nothing is written",
  "accept.recorded": "the job is recorded and in no queue",
  "accept.queued": "the job is recorded and queued, and nobody was told",
  "stage.taken": "a worker has taken the queue entry and read the record",
  "call.counted": "a paid call is counted and not made yet",
  "stage.ran": "the stage has its result, and nothing is recorded",
  "stage.recorded": "the result is recorded, and the job is handed to nobody",
  "stage.handed-on": "the job is in the next queue, and its old entry is still active",
  "job.finished": "the job is finished, and the callback that it owes is not started",
  "cancel.recorded": "the job is canceled, and its queue entries are still there",
  "suspend.recorded": "the job is suspended, and its queue entries are still there",
  "resume.recorded": "the job is to go on, and is in no queue",
  "rewind.opened": "the failed stage is open again, and only its failed entry is in the queue",
  "start.recorded": "the time of a job's start has come, and it is in no queue",
  "repeat.recorded": "the time of a step's next run has come, and the job is in no queue",
  "map.written": "a map's items are written, and it is not begun",
  "map.opened": "a map is begun, and no item is in the queue",
  "item.recorded": "an item is recorded, and the next one is in no queue",
  "call.recorded": "a job that another one calls is recorded and in no queue",
  "call.queued": "a called job is queued, and the one that called it does not wait yet",
  "call.ended": "it is kept how a called job ended, and the one that called it does not go on",
  "event.kept": "an event is kept, and the job that waits for it does not go on",
  "schedule.recorded": "a schedule is kept, and its ticks are those of before",
  "schedule.removed": "a schedule is erased, and its ticks still come",
  "tick.started": "the job of a tick is started, and the tick's entry is still active",
  "purge.recorded": "the record is erased, queue entries and media are still there",
} as const;

export const faultPoint = faultPoints(FAULT_POINTS);
