import { stagesOf, type Pipeline } from "@guchi/chain/pipeline.ts";
import { CHAIN_METRICS } from "@guchi/chain/telemetry/chain-metrics.ts";
import type { AnyMetric } from "@guchi/chain/telemetry/metric.ts";
import type { Gauge } from "./gauge.ts";
import type { Kept } from "./kept.ts";
import type { Service } from "./service.ts";

/** What pipelines and services declare together. Every process knows it, whatever it runs. */
export interface Installation {
  /** Every pipeline, those of the extensions included, by name. */
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  /** Every stage that a pipeline leads through or a service works on. */
  readonly stages: readonly string[];
  /** What the engine and the services count. */
  readonly metrics: readonly AnyMetric[];
  /** What the services can look up. */
  readonly gauges: readonly Gauge[];
  /** What services keep in Redis beside the job records. */
  readonly keeps: readonly Kept[];
}

/** What these pipelines and services declare together. */
export function installationOf(
  pipelines: readonly Pipeline[],
  services: readonly Pick<Service, "stages" | "metrics" | "gauges" | "keeps">[],
): Installation {
  const byName = new Map(pipelines.map((pipeline) => [pipeline.name, pipeline]));
  const worked = services.flatMap(({ stages = {} }) => Object.keys(stages));
  return {
    pipelines: byName,
    stages: [...new Set([...stagesOf(byName), ...worked])],
    metrics: [...new Set([...CHAIN_METRICS, ...services.flatMap(({ metrics = [] }) => metrics)])],
    gauges: [...new Set(services.flatMap(({ gauges = [] }) => gauges))],
    keeps: [...new Set(services.flatMap(({ keeps = [] }) => keeps))],
  };
}
