import type { Logger } from "pino";
import type { Metrics } from "@guchi/chain/telemetry/metrics.ts";
import type { FailureKind } from "./failure.ts";
import type { AnyProvider } from "./provider.ts";
import { providerAlarms } from "./metrics.ts";

/** A wrong key fails every job: one loud line an hour and process is enough. */
const ALARM_EVERY_MS = 3_600_000;

const WHAT_TO_DO = "a provider is not usable until someone mends its settings or account; the next ones answer instead";

const lastAlarms = new WeakMap<AnyProvider, Map<FailureKind, number>>();

/** Says loudly, but not once a job, that only the operator can mend this. */
export function alarm(
  provider: AnyProvider,
  kind: FailureKind,
  { log, metrics, now = Date.now() }: { readonly log: Logger; readonly metrics: Metrics; readonly now?: number },
): void {
  metrics.count(providerAlarms, { provider: provider.name, kind });
  const last = lastAlarms.get(provider) ?? new Map<FailureKind, number>();
  lastAlarms.set(provider, last);
  if (now - (last.get(kind) ?? Number.NEGATIVE_INFINITY) < ALARM_EVERY_MS) return;
  last.set(kind, now);
  log.error({ provider: provider.name, kind }, WHAT_TO_DO);
}
