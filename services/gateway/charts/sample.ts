import { parseSeries, type Series } from "@guchi/chain/telemetry/series.ts";
import Type, { type Static } from "typebox";

/**
 * What all processes had counted at a moment, less than the metrics tell, each number by a short
 * name: what grows with the jobs is the difference of two of these.
 */
export const Sample = Type.Object({
  /** ms since the epoch. */
  at: Type.Integer({ minimum: 0 }),
  counts: Type.Record(Type.String(), Type.Number()),
  /** Entries that wait for a worker. */
  waiting: Type.Integer({ minimum: 0 }),
});
export type Sample = Static<typeof Sample>;
export type Counts = Sample["counts"];

/** Between the parts of a name; in no label. */
const BAR = "|";

/** Metric → the names under which its series are added up here, and which way. */
const NAMES: Readonly<Record<string, (series: Series) => readonly (readonly [name: string, sign: 1 | -1])[]>> = {
  jobs_started_total: () => [["started", 1]],
  jobs_finished_total: ({ labels }) => [[label(labels, "status"), 1]],
  stage_attempts_total: ({ labels }) =>
    labels["outcome"] === "completed" ? [[name("done", label(labels, "stage")), 1]] : [],
  stage_errors_total: ({ labels }) => [
    ["errors", 1],
    [name("error", label(labels, "stage"), label(labels, "code")), 1],
  ],
  stage_work_seconds: ({ labels, part }) => [
    [name(part === "sum" ? "seconds" : "attempts", label(labels, "stage")), 1],
  ],
  provider_calls_total: ({ labels }) => [[name("calls", label(labels, "provider")), 1]],
  provider_refunds_total: ({ labels }) => [[name("calls", label(labels, "provider")), -1]],
  provider_cost_usd_total: ({ labels }) => [
    ["usd", 1],
    [name("usd", label(labels, "provider")), 1],
  ],
  provider_refunded_usd_total: ({ labels }) => [
    ["usd", -1],
    [name("usd", label(labels, "provider")), -1],
  ],
  provider_failures_total: ({ labels }) => [
    [name("failure", label(labels, "provider"), label(labels, "kind"), label(labels, "stage")), 1],
  ],
  provider_answers_total: ({ labels }) => [[name("answers", label(labels, "provider"), label(labels, "stage")), 1]],
  line_sends_total: ({ labels }) => [[name("line", label(labels, "verdict"), label(labels, "channel")), 1]],
};

/**
 * The sample of what `counted` holds, as Redis keeps the metrics. `hidden`: pipelines whose jobs
 * are work of the system's own.
 */
export function sampleOf(
  counted: Readonly<Record<string, string>>,
  { at, waiting, hidden }: { readonly at: number; readonly waiting: number; readonly hidden: ReadonlySet<string> },
): Sample {
  const counts: Record<string, number> = {};
  for (const [field, text] of Object.entries(counted)) {
    const series = parseSeries(field);
    const value = Number(text);
    if (series === undefined || !Number.isFinite(value) || hidden.has(series.labels["pipeline"] ?? "")) continue;
    for (const [key, sign] of NAMES[series.name]?.(series) ?? []) counts[key] = (counts[key] ?? 0) + sign * value;
  }
  for (const [key, value] of Object.entries(counts)) counts[key] = Math.round(value * 1e6) / 1e6;
  return { at, counts, waiting };
}

/**
 * What was counted from one sample to a later one. A count that went down was begun anew, as when
 * Redis was emptied.
 */
export function between(from: Sample, to: Sample): Counts {
  const grown = Object.entries(to.counts).flatMap(([key, value]) => {
    const before = from.counts[key] ?? 0;
    const by = value >= before ? value - before : value;
    return by > 0 ? [[key, Math.round(by * 1e6) / 1e6] as const] : [];
  });
  return Object.fromEntries(grown);
}

/** What was counted between each two samples that follow each other. */
export function steps(samples: readonly Sample[]): readonly Counts[] {
  return samples.slice(1).flatMap((to, at) => {
    const from = samples[at];
    return from === undefined ? [] : [between(from, to)];
  });
}

/** The counts whose names begin with `kind`, by the other parts of their names. */
export function ofKind(counts: Counts, kind: string): readonly { readonly labels: readonly string[]; count: number }[] {
  return Object.entries(counts).flatMap(([key, count]) => {
    const [first, ...labels] = key.split(BAR);
    return first === kind && labels.length > 0 ? [{ labels, count }] : [];
  });
}

export function name(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(BAR);
}

function label(labels: Series["labels"], of: string): string {
  return (labels[of] ?? "").replaceAll(BAR, "/");
}
