import type { Gauge, Sample } from "@guchi/platform/service/gauge.ts";
import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { MICROS } from "@guchi/chain/job/record.ts";
import { fits } from "@guchi/chain/schema.ts";
import type { Redis } from "ioredis";
import Type from "typebox";
import { dayOf } from "./budget-day.ts";
import { budgetKeys } from "./keys.ts";
import type { BudgetSettings } from "./settings.ts";

const Noted = Type.Object({ usd: Type.Number(), timeZone: Type.String() });

/**
 * Notes the limit of the day for whoever shows it: not every process reads the setting. A note that
 * fails is left out.
 */
export function noteLimit(
  redis: Redis,
  { DAILY_BUDGET_USD: usd, TIME_ZONE: timeZone }: Pick<BudgetSettings, "DAILY_BUDGET_USD" | "TIME_ZONE">,
): void {
  const noted =
    usd === undefined ? redis.del(budgetKeys.limit) : redis.set(budgetKeys.limit, JSON.stringify({ usd, timeZone }));
  noted.catch(() => undefined);
}

async function limitOf(redis: Redis) {
  const noted = jsonOrUndefined((await redis.get(budgetKeys.limit)) ?? "");
  return fits(Noted, noted) ? noted : undefined;
}

function one(value: number): readonly Sample[] {
  return [{ labels: {}, value }];
}

/** The budget of the day, and what is spent of it. Without DAILY_BUDGET_USD, nothing. */
export const BUDGET_GAUGES: readonly Gauge[] = [
  {
    name: "budget_limit_usd",
    help: "DAILY_BUDGET_USD.",
    read: async (redis) => {
      const limit = await limitOf(redis);
      return limit === undefined ? [] : one(limit.usd);
    },
  },
  {
    name: "budget_spent_usd",
    help: "What the paid calls of this day of TIME_ZONE are thought to cost.",
    read: async (redis) => {
      const limit = await limitOf(redis);
      if (limit === undefined) return [];
      const spent = await redis.get(budgetKeys.spent(dayOf(limit.timeZone, new Date())));
      return one(Number(spent ?? 0) / MICROS);
    },
  },
];
