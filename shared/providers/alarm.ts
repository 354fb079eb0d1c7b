import type { Metrics } from "@guchi/chain/telemetry/metrics.ts";
import type { BudgetNotice } from "./budget-notice.ts";
import type { FailureKind } from "./failure.ts";
import { hourly } from "./hourly.ts";
import type { ProviderLog } from "./log-codes.ts";
import { moderationUnavailable, providerAlarms } from "./metrics.ts";
import type { AnyProvider } from "./provider.ts";

const WHAT_TO_DO = "a provider is not usable until someone mends its settings or account; the next ones answer instead";

/** A wrong key fails every job: one loud line an hour and process is enough. */
const alarms = new WeakMap<object, ReturnType<typeof hourly>>();
const isDue = hourly();

interface Deps {
  readonly log: ProviderLog;
  readonly metrics: Metrics;
}

/** Says loudly, but not once a job, that only the operator can mend this. */
export function alarm(provider: AnyProvider, kind: FailureKind, { log, metrics }: Deps): void {
  const { name } = provider;
  const isAlarmDue = alarms.get(provider) ?? hourly();
  alarms.set(provider, isAlarmDue);
  metrics.count(providerAlarms, { provider: name, kind });
  const about = { code: "provider.needs_operator", provider: name, kind } as const;
  if (isAlarmDue(kind)) log.error(about, WHAT_TO_DO);
}

/** Says, not once a job, that the budget of the day is spent. A user's own limit is no news. */
export function tellSpent(over: BudgetNotice | undefined, { log }: Pick<Deps, "log">): void {
  if (over !== "daily_budget" || !isDue("daily_budget")) return;
  log.warn({ code: "budget.spent" }, "DAILY_BUDGET_USD is spent: engines that cost nothing answer until tomorrow");
}

/** Says, not once a job, that the moderation did not answer: the check of `stage` stands alone. */
export function tellUnmoderated(stage: string, { log, metrics }: Deps): void {
  metrics.count(moderationUnavailable, { stage });
  if (!isDue("moderation")) return;
  log.warn({ code: "moderation.unavailable" }, "the moderation does not answer: our own check stands alone");
}
