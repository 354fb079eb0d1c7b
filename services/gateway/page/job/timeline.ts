import { isFinished, type HistoryEntry, type Job } from "@guchi/client/client.ts";

/** What a step did for a while; times in ms since the epoch. */
export interface Span {
  readonly kind: "waited" | "worked" | "failed";
  readonly from: number;
  /** Undefined: it does so now. */
  readonly to: number | undefined;
}

/** When the job began, and when it ended; an unfinished one goes on to `now`. */
export function rangeOf(job: Job, now: number): readonly [from: number, to: number] {
  const from = Date.parse(job.createdAt);
  return [from, Math.max(from + 1, isFinished(job) ? Date.parse(job.updatedAt) : now)];
}

/** Step → what it did, in order: for each attempt the wait before it and the work. */
export function spansOf(history: readonly HistoryEntry[]): ReadonlyMap<string, readonly Span[]> {
  const spans = new Map<string, Span[]>();
  for (const entry of history) {
    const { step } = entry;
    if (step !== undefined) spans.set(step, [...after(spans.get(step) ?? [], entry)]);
  }
  return spans;
}

function after(before: readonly Span[], { event, at, queueMs = 0 }: HistoryEntry): readonly Span[] {
  const time = Date.parse(at);
  switch (event) {
    case "began":
      return [...closed(before, time), ...waited(time - queueMs, time), { kind: "worked", from: time, to: undefined }];
    case "waits":
      return [...closed(before, time), { kind: "waited", from: time, to: undefined }];
    case "completed":
    case "event":
      return closed(before, time);
    case "failed":
    case "retrying":
      return closed(before, time, "failed");
    default:
      return before;
  }
}

function waited(from: number, to: number): readonly Span[] {
  return to > from ? [{ kind: "waited", from, to }] : [];
}

/** Ends what goes on. An attempt whose process died was told of by nobody: the next one ends it. */
function closed(spans: readonly Span[], to: number, kind?: Span["kind"]): readonly Span[] {
  return spans.map((span) => (span.to === undefined ? { ...span, to, kind: kind ?? span.kind } : span));
}
