import type { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import type { Logger } from "pino";

/** At most one line about a collector that does not take spans in this time, in ms. */
const TELL_EVERY_MS = 600_000;

type Exporter = Pick<OTLPTraceExporter, "export" | "shutdown">;
type Spans = Parameters<Exporter["export"]>[0];
type Done = Parameters<Exporter["export"]>[1];

/**
 * Says that the collector takes no spans: the first time, then every ten minutes, and when it takes
 * them again. They are dropped, and nobody waits for it.
 */
export class TellingExporter implements Exporter {
  readonly #exporter: Exporter;
  readonly #log: Pick<Logger, "warn" | "info">;
  #dropped = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(exporter: Exporter, log: Pick<Logger, "warn" | "info">) {
    this.#exporter = exporter;
    this.#log = log;
  }

  export(spans: Spans, done: Done): void {
    this.#exporter.export(spans, (result) => {
      if (result.error === undefined) this.#taken();
      else this.#lost(spans.length, result.error);
      done(result);
    });
  }

  async shutdown(): Promise<void> {
    await this.#exporter.shutdown();
  }

  #lost(spans: number, error: Error): void {
    this.#dropped += spans;
    const now = performance.now();
    if (now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    this.#log.warn(
      { code: "traces.not_taken", dropped: this.#dropped, reason: reasonOf(error) },
      "the trace collector takes no spans",
    );
  }

  #taken(): void {
    if (this.#dropped === 0) return;
    this.#log.info({ code: "traces.taken", dropped: this.#dropped }, "the trace collector takes spans again");
    this.#dropped = 0;
    this.#toldAt = Number.NEGATIVE_INFINITY;
  }
}

/** In a word: what the collector answered may be long, and is another's. */
function reasonOf(error: Error): string {
  return "code" in error ? String(error.code) : error.name;
}
