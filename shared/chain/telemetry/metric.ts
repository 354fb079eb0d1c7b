/**
 * Upper bounds of the histogram buckets, in seconds: from a record's write to the longest time
 * limit of a stage.
 */
export const SECONDS_BUCKETS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] as const;

/**
 * Something that is counted. Names follow https://prometheus.io/docs/practices/naming/ (base units,
 * `_total`) without the prefix of whoever shows them.
 */
export interface Metric<Type extends "counter" | "histogram", Label extends string = string> {
  readonly name: string;
  readonly type: Type;
  readonly help: string;
  readonly labels: readonly Label[];
}

export type Counter<Label extends string = string> = Metric<"counter", Label>;
/** Of seconds, in SECONDS_BUCKETS. */
export type Histogram<Label extends string = string> = Metric<"histogram", Label>;
export type AnyMetric = Counter | Histogram;

/** A value for each label of the metric. */
export type Labels<Label extends string> = Readonly<Record<Label, string>>;

export function defineCounter<const Label extends string>(
  name: string,
  help: string,
  ...labels: Label[]
): Counter<Label> {
  return { name, type: "counter", help, labels };
}

export function defineHistogram<const Label extends string>(
  name: string,
  help: string,
  ...labels: Label[]
): Histogram<Label> {
  return { name, type: "histogram", help, labels };
}
