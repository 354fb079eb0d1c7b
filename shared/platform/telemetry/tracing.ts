import { UNTRACED, type Tracer } from "@guchi/chain/telemetry/tracer.ts";
import type { Logger } from "pino";
import type { Settings } from "../config/settings.ts";

/** The traces of one service. */
export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what is left, for a bounded time. */
  readonly close: () => Promise<void>;
}

export const NO_TRACING: Tracing = { tracer: UNTRACED, close: async () => undefined };

/** Starts the traces of a service. Without OTEL_EXPORTER_OTLP_ENDPOINT nothing is loaded. */
export async function startTracing(
  service: string,
  config: Settings,
  log: Pick<Logger, "warn" | "info">,
): Promise<Tracing> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = config;
  if (endpoint === undefined) return NO_TRACING;
  const { startOtel } = await import("./otel.ts");
  return startOtel({
    serviceName: config.OTEL_SERVICE_NAME ?? `guchi-${service}`,
    resource: config.OTEL_RESOURCE_ATTRIBUTES ?? {},
    url: `${endpoint}/v1/traces`,
    headers: config.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    sampler: config.OTEL_TRACES_SAMPLER,
    ratio: config.OTEL_TRACES_SAMPLER_ARG ?? 1,
    log,
  });
}
