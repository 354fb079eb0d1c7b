/**
 * The fields of a job record, the one list of them: docs/architecture.md shows it. Times are ms
 * since the epoch.
 */
export const JOB_FIELDS = {
  v: "Version of the record",
  pipeline: "Its name",
  layout: "Hash of the layout that the job began with",
  status: "pending, running, waiting, suspended, completed, failed, canceled; `purged` is the mark that a purge leaves",
  input: "As given, JSON, sealed",
  fingerprint: "Hash of pipeline and input: tells a repeated request from another one",
  createdAt: "Time",
  updatedAt: "Time",
  callback:
    "What is owed at its end: a URL to send it to, through which messenger to whom, or whom to tell of it, JSON; sealed",
  delivery: "How far its answer has come on its way, and since when, JSON",
  trace: "W3C traceparent of what started it, where that is traced",
  priority: "Place behind others in the queues; none: first",
  skipped: "Steps that an early exit passed over, comma-separated",
  stopped: "Step that failed the job",
  resumes: "Status that a suspended job goes back to",
  startAt: "Time before which nothing of it begins",
  waits: "Step at which a waiting job waits; `:` for its start",
  maps: "Steps whose items lie beside the record, comma-separated",
  mediaRemovedAt: "When its media were removed for want of room",
} as const;

/** The fields of each step; its name follows, as in `r:first`. */
export const STEP_FIELDS = {
  m: "Milestones: attempts, begun at, settled at (or nothing), ms in the queue; comma-separated",
  r: "Result, JSON, sealed",
  e: "Final failure, JSON",
  n: "What was counted when the step was opened again, JSON",
  k: "Paid calls",
  u: "What they cost, in millionths of a US dollar",
  c: "The last change of these two",
  d: "Time at which a wait or timer ends by itself; empty: never",
  i: "Of the event that a wait took: hash of its key, or `-`",
  l: "Of a repetition: time after which it runs no more",
  p: "What the stage told of its progress, JSON, sealed",
  t: "W3C traceparent of the attempt that began a trace of its own, hours after the job",
  w: "What the event said, JSON, sealed, until it is the result",
  x: "Of a map: items, how many at once, what a failed one means; comma-separated",
  y: "Of a map: items that are settled",
} as const;

/** The field of a step. */
export function stepField(field: keyof typeof STEP_FIELDS, step: string): string {
  return `${field}:${step}`;
}
