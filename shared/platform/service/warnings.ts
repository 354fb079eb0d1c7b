import { setTimeout } from "node:timers/promises";
import type { Metrics } from "@guchi/chain/telemetry/metrics.ts";
import type { Logger } from "pino";

const ASK_EVERY_MS = 86_400_000;

/** What a service gets that looks for what the operator should be warned of. */
export interface Asking {
  /** Aborts when nobody waits for an answer any more. */
  readonly signal: AbortSignal;
  readonly log?: Pick<Logger, "warn">;
  readonly metrics?: Metrics;
}

/** Logs what `ask` finds, at once and then every day, until the signal aborts. */
export async function keepWarning(
  ask: () => Promise<readonly string[]>,
  { log, signal }: Asking & Required<Pick<Asking, "log">>,
): Promise<void> {
  while (!signal.aborted) {
    const warnings = await ask().catch((error: unknown) => {
      log.warn({ code: "service.warnings_failed", err: error }, "could not look for warnings");
      return [];
    });
    for (const warning of warnings) log.warn({ code: "service.warning" }, warning);
    await setTimeout(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}
