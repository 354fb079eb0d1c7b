import Type, { type Static } from "typebox";
import { jsonOrUndefined } from "../json.ts";
import { fits } from "../schema.ts";

/**
 * One number of a metric as it is kept: a counter's value, a histogram's `sum`, or the count of one
 * bucket by its bound.
 */
const Series = Type.Object({
  name: Type.String(),
  part: Type.String(),
  labels: Type.Record(Type.String(), Type.String()),
});
export type Series = Static<typeof Series>;

/** The series' field in the hash. A label that is empty is none, as Prometheus has it. */
export function seriesField({ name, part, labels }: Series): string {
  const given = Object.entries(labels).filter(([, value]) => value !== "");
  const sorted = Object.fromEntries(given.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify({ name, part, labels: sorted });
}

/** The series of a field, or undefined when the field holds none. */
export function parseSeries(field: string): Series | undefined {
  const series = jsonOrUndefined(field);
  return fits(Series, series) ? series : undefined;
}
