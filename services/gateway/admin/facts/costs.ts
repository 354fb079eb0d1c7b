import { MICROS } from "@guchi/chain/job/record.ts";
import type { Costs } from "@guchi/contracts/admin.ts";
import { budgetKeys } from "@guchi/providers/keys.ts";
import type { Redis } from "ioredis";
import { baseOf } from "../../charts/points.ts";
import { between, ofKind, type Sample } from "../../charts/sample.ts";

export interface BudgetRules {
  readonly budgetUsd: number | undefined;
  readonly timeZone: string;
}

interface Counted {
  readonly day: readonly Sample[];
  readonly now: Sample;
}

/**
 * What this day has cost, by the estimates of the calls. With a budget, what the budget says is
 * spent; by provider, what was counted since the day began, or since there are samples.
 */
export async function costsOf(
  redis: Pick<Redis, "get">,
  { budgetUsd, timeZone }: BudgetRules,
  { day: samples, now }: Counted,
): Promise<Costs> {
  const { day, startedAt } = dayOf(now.at, timeZone);
  const base = baseOf(samples, startedAt) ?? now;
  const counts = between(base, now);
  const calls = new Map(ofKind(counts, "calls").map(({ labels: [provider = ""], count }) => [provider, count]));
  const usd = new Map(ofKind(counts, "usd").map(({ labels: [provider = ""], count }) => [provider, count]));
  const providers = [...new Set([...usd.keys(), ...calls.keys()])].map((provider) => {
    return { provider, usd: usd.get(provider) ?? 0, calls: calls.get(provider) ?? 0 };
  });
  const spent = budgetUsd === undefined ? null : await redis.get(budgetKeys.spent(day));
  return {
    day,
    timeZone,
    spentUsd: Math.max(0, budgetUsd === undefined ? (counts["usd"] ?? 0) : Number(spent ?? 0) / MICROS),
    ...(budgetUsd !== undefined && { budgetUsd }),
    since: new Date(Math.max(startedAt, base.at)).toISOString(),
    providers: providers.toSorted((a, b) => b.usd - a.usd || b.calls - a.calls),
  };
}

/** The day of a time in a time zone, and when it began there. A day may have 23 or 25 hours. */
export function dayOf(at: number, timeZone: string): { readonly day: string; readonly startedAt: number } {
  const days = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  const day = days.format(at);
  // The earliest quarter of an hour that is still of this day: every zone begins its days at one.
  let startedAt = Math.floor(at / 900_000) * 900_000;
  while (days.format(startedAt - 900_000) === day) startedAt -= 900_000;
  return { day, startedAt };
}
