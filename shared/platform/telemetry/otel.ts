import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import {
  isSampled,
  parseContext,
  type Facts,
  type Span,
  type SpanStart,
  type Tracer,
} from "@guchi/chain/telemetry/tracer.ts";
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Span as OtelSpan,
  type SpanContext,
  type Tracer as OtelApiTracer,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { Logger } from "pino";
import { activeSpan, within } from "./active.ts";
import { TellingExporter } from "./exporter.ts";
import { samplerOf, type SamplerName } from "./sampler.ts";
import type { Tracing } from "./tracing.ts";

/** How long an end waits for the collector to take the last spans, in ms. */
const LAST_SPANS_MS = 2_000;
/** How long a span waits for others to be sent with it, in ms. */
const BATCH_MS = 1_000;
/** Spans that wait for the collector at most; further ones are dropped. */
const MOST_WAITING = 2_048;

export interface OtelOptions {
  readonly serviceName: string;
  /** What else is told of the process. */
  readonly resource: Readonly<Record<string, string>>;
  /** Where spans are sent to: OTLP over HTTP, as JSON. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sampler: SamplerName;
  /** Of a sampler that takes a part: which, 0 to 1. */
  readonly ratio: number;
  readonly log: Pick<Logger, "warn" | "info">;
}

/** Sends the spans of one service to a collector. Nothing global is set: several may run beside. */
export function startOtel({ serviceName, resource, url, headers, sampler, ratio, log }: OtelOptions): Tracing {
  const exporter = new TellingExporter(new OTLPTraceExporter({ url, headers: { ...headers } }), log);
  const attributes = { ...resource, "service.name": serviceName, "host.name": hostname(), "process.pid": process.pid };
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes(attributes)),
    sampler: samplerOf(sampler, ratio),
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: MOST_WAITING, scheduledDelayMillis: BATCH_MS })],
  });
  return {
    tracer: new OtelTracer(provider.getTracer("guchi")),
    close: async () => {
      await Promise.race([provider.shutdown().catch(() => undefined), sleep(LAST_SPANS_MS, undefined, { ref: false })]);
    },
  };
}

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

class OtelTracer implements Tracer {
  readonly #tracer: OtelApiTracer;

  constructor(tracer: OtelApiTracer) {
    this.#tracer = tracer;
  }

  current(): Span {
    return activeSpan();
  }

  async span<Value>(name: string, start: SpanStart, work: (span: Span) => Promise<Value>): Promise<Value> {
    const origin = start.continues ?? start.parent ?? activeSpan().context;
    const isRemote = start.kind === "server"; // then it is a caller's, and the sampler decides
    // Decided where the trace began: what is not recorded costs next to nothing.
    if (origin !== undefined && !isRemote && !isSampled(origin)) {
      const span = unrecorded(origin);
      return within(span, () => work(span));
    }
    const span = this.#start(name, start, origin === undefined ? undefined : spanContextOf(origin, isRemote));
    const open = opened(span);
    try {
      return await within(open, () => work(open));
    } finally {
      span.end();
    }
  }

  #start(
    name: string,
    { kind, continues, links = [], facts = {} }: SpanStart,
    origin: SpanContext | undefined,
  ): OtelSpan {
    const linked = continues === undefined ? links : [continues, ...links];
    const context =
      origin === undefined || continues !== undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, origin);
    const options = {
      kind: KINDS[kind],
      attributes: attributesOf(facts),
      links: linked.flatMap((link) => spanContextOf(link) ?? []).map((each) => ({ context: each })),
    };
    return this.#tracer.startSpan(name, options, context);
  }
}

function spanContextOf(text: string, isRemote = false): SpanContext | undefined {
  const parts = parseContext(text);
  if (parts === undefined) return undefined;
  const { traceId, spanId, isSampled } = parts;
  return { traceId, spanId, traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote };
}

function unrecorded(context: string): Span {
  return { context, tell: () => undefined, fail: () => undefined };
}

function opened(span: OtelSpan): Span {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    context: `00-${traceId}-${spanId}-${(traceFlags & TraceFlags.SAMPLED) === 0 ? "00" : "01"}`,
    tell: (facts) => void span.setAttributes(attributesOf(facts)),
    fail: (code) => void span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute("error.type", code),
  };
}

/** Names of OpenTelemetry's own conventions; all others are ours, and begin with our name. */
const CONVENTION = /^(?:http|server|url|error|messaging)\./;

function attributesOf(facts: Facts): Attributes {
  const named: Attributes = {};
  for (const [name, fact] of Object.entries(facts)) named[CONVENTION.test(name) ? name : `guchi.${name}`] = fact;
  return named;
}
