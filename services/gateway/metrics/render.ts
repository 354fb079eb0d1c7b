import { SECONDS_BUCKETS, type AnyMetric } from "@guchi/chain/telemetry/metric.ts";
import type { Sample } from "@guchi/platform/service/gauge.ts";
import { parseSeries } from "@guchi/chain/telemetry/series.ts";

/** A number that was looked up at the moment of asking. */
export interface Shown {
  readonly name: string;
  readonly help: string;
  /** `counter` for what only grows while the process lives. */
  readonly type?: "gauge" | "counter" | undefined;
  readonly samples: readonly Sample[];
}

/** Before the name of each metric that is counted. */
export const PREFIX = "guchi_";

/**
 * Text of the Prometheus exposition format 0.0.4:
 * https://prometheus.io/docs/instrumenting/exposition_formats/. Of what is counted, the metrics
 * that are declared; what an older or newer version counted is not shown.
 */
export function renderMetrics(
  metrics: readonly AnyMetric[],
  counted: Readonly<Record<string, string>>,
  gauges: readonly Shown[],
): string {
  const lines: string[] = [];
  for (const { name, help, type = "gauge", samples } of gauges) {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
    for (const { labels, value } of samples) lines.push(sample(name, labels, value));
  }
  const families = group(counted);
  for (const { name: bare, type, help } of metrics) {
    const name = PREFIX + bare;
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
    for (const { labels, parts } of families.get(bare)?.values() ?? []) {
      if (type === "counter") lines.push(sample(name, labels, parts.get("") ?? 0));
      else lines.push(...histogram(name, labels, parts));
    }
  }
  return `${lines.join("\n")}\n`;
}

interface Child {
  readonly labels: Readonly<Record<string, string>>;
  readonly parts: Map<string, number>;
}

/** Metric → its children by their labels → the parts of each. */
function group(counted: Readonly<Record<string, string>>): Map<string, Map<string, Child>> {
  const families = new Map<string, Map<string, Child>>();
  for (const [field, text] of Object.entries(counted)) {
    const series = parseSeries(field);
    const value = Number(text);
    if (series === undefined || !Number.isFinite(value)) continue;
    const children = families.get(series.name) ?? new Map<string, Child>();
    families.set(series.name, children);
    const key = JSON.stringify(series.labels);
    const child = children.get(key) ?? { labels: series.labels, parts: new Map<string, number>() };
    children.set(key, child);
    child.parts.set(series.part, value);
  }
  return families;
}

/** Buckets are kept one by one and told cumulatively. */
function histogram(name: string, labels: Child["labels"], parts: Child["parts"]): readonly string[] {
  let count = 0;
  const buckets = [...SECONDS_BUCKETS, Number.POSITIVE_INFINITY].map((bound) => {
    count += parts.get(String(bound)) ?? 0;
    return sample(
      `${name}_bucket`,
      { ...labels, le: bound === Number.POSITIVE_INFINITY ? "+Inf" : String(bound) },
      count,
    );
  });
  return [...buckets, sample(`${name}_sum`, labels, parts.get("sum") ?? 0), sample(`${name}_count`, labels, count)];
}

function sample(name: string, labels: Child["labels"], value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escape(text)}"`);
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
}

function escape(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
