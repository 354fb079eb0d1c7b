import type { Log, LogCodes } from "./log.ts";

/** Every code of the engine's log lines. */
export const LOG_CODES = {
  "job.accepted": { level: "info", means: "A job is recorded and queued, or waits for its start." },
  "job.waiting": { level: "info", means: "A job waits at a step: for an event, a time, or a job that it called." },
  "job.continued": { level: "info", means: "A job's wait is over, and it goes on." },
  "job.completed": { level: "info", means: "A job is at its end; `ms` is its whole life." },
  "job.failed": {
    level: "warn",
    means: "A job is at its end without a result: `step` failed for good, with `error`.",
    todo: "See what `error` says of the step. Once the cause is gone, rewind the job: it goes on at that step.",
  },
  "job.canceled": { level: "info", means: "Somebody canceled a job." },
  "job.suspended": { level: "info", means: "Somebody suspended a job." },
  "job.resumed": { level: "info", means: "Somebody resumed a suspended job." },
  "job.rewound": { level: "info", means: "Somebody had a failed job go on at the step that had failed it." },
  "job.purged": { level: "info", means: "A job and all that it left behind were erased." },
  "job.requeued": {
    level: "warn",
    means: "The sweep put a job back that was in no queue: a process died between two writes, or Redis lost some.",
    todo: "One or two after a crash are as they should be. Many without one: look at Redis' persistence and memory.",
  },
  "job.not_looked_at": {
    level: "error",
    means: "The sweep could not look at an unfinished job.",
    todo: "`err` says why. A damaged record stays visible as failed, and DELETE removes it.",
  },
  "job.stuck": {
    level: "error",
    means: "A job whose time has come could not go on. It is tried again after 10 s, then less often.",
    todo: "`err` says why.",
  },
  "job.needs_other_process": {
    level: "warn",
    means: "A job waits: this process lacks the pipeline or the step that it is at.",
    todo: "Amid a deploy nothing. Else start a process that has them (EXTENSIONS, an older version), or cancel the job.",
  },
  "job.end_not_told": {
    level: "warn",
    means: "A job ended, and what is owed for it could not be started at once. The sweep starts it.",
  },
  "job.ended_look_failed": {
    level: "warn",
    means:
      "A worker could not look whether what it runs was canceled meanwhile. What it records is refused all the same.",
  },
  "step.ended": { level: "debug", means: "An attempt of a step is over, with `outcome`." },
  "step.attempt_failed": {
    level: "warn",
    means: "An attempt of a step failed with `error`. If `class` is transient, more may follow.",
    todo: "Single ones mend themselves. Many with one `error`: see what it says.",
  },
  "step.crashed": {
    level: "warn",
    means: "A step is begun again, since a process died, or stood still, over it: `crashes` times by now.",
    todo: "One after a crash is as it should be. From the third on, the job with most of them is likely what kills the process: cancel it.",
  },
  "step.given_up": {
    level: "fatal",
    means: "A step is given up, since processes died over it too often.",
    todo: "Something in this job kills a worker: too little memory, or a fault. Report it with the worker's last lines.",
  },
  "step.begin_not_told": { level: "warn", means: "That an attempt began could not be recorded. Its end will be." },
  "entry.not_removed": { level: "warn", means: "A queue entry of a job that is gone could not be removed." },
  "entry.failed": {
    level: "error",
    means: "The engine itself failed over a queue entry. The entry is met again.",
    todo: "If it goes on for one job, report it with `err`, and cancel the job.",
  },
  "queue.failed": {
    level: "error",
    means: "A queue or its worker met an error, mostly a connection that was lost.",
    todo: "It goes on by itself. If it does not end, look at Redis.",
  },
  "redis.connection": {
    level: "warn",
    means: "A connection to Redis broke or could not be made. It is made again.",
    todo: "If it does not recover, see that Redis runs and that REDIS_URL is right.",
  },
  "redis.refuses_writes": {
    level: "warn",
    means:
      "Redis takes no writes for now: it is full, loads, or is a replica. What is in hand is kept and written again.",
    todo: "`err` says which. See docs/operations.md, Redis refuses writes.",
  },
  "look.failed": {
    level: "error",
    means: "One of the periodic looks failed: `look` says which. It is made again.",
    todo: "If it does not end, `err` says why.",
  },
  "schedule.ticked": { level: "info", means: "A schedule came due; `outcome` says what became of it." },
  "schedule.tick_failed": { level: "warn", means: "A schedule's job could not be started yet. It is tried again." },
} as const satisfies LogCodes;

export type ChainLogCode = keyof typeof LOG_CODES;
export type ChainLog = Log<ChainLogCode>;
