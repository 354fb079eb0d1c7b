import type { Log, LogCodes } from "@guchi/chain/log.ts";

/** Every code of what is logged where outside engines are asked. */
export const LOG_CODES = {
  "provider.failed": {
    level: "warn",
    means: "A provider was asked and gave no answer: `kind` says how it failed. The next one is asked.",
    todo: "Single ones mend themselves. Many of one `kind`: docs/providers.md says what it means.",
  },
  "provider.not_asked": {
    level: "debug",
    means: "A provider was passed over: it rests, costs too much, or is unsuited.",
  },
  "provider.needs_operator": {
    level: "error",
    means: "A provider takes our key, account or model no more. Others answer instead. Told once an hour and process.",
    todo: "`kind`: misconfigured: mend key or model. out_of_quota: add money. bad_request: the model takes other parameters.",
  },
  "provider.breaker_open": {
    level: "warn",
    means: "A provider failed in a row or timed out: this process leaves it alone for a while, and others answer.",
    todo: "Look at the provider's status page. It is tried again by itself, after a minute at first.",
  },
  "provider.breaker_closed": { level: "info", means: "A provider that was left alone answers again." },
  "provider.cost_stays": {
    level: "warn",
    means: "A call that cost nothing could not be taken back from the count: Redis failed. Too much stays counted.",
  },
  "models.not_listed": {
    level: "warn",
    means: "OpenAI's models could not be listed, so nobody knows if ours are there.",
  },
  "moderation.unavailable": {
    level: "warn",
    means: "The moderation did not answer: our own check stood alone. Told once an hour and process.",
    todo: "Danger is still looked for, by our own rules. See docs/operations.md, Moderation is down.",
  },
  "budget.spent": {
    level: "warn",
    means:
      "DAILY_BUDGET_USD is spent: engines that cost nothing answer for the rest of the day. Told once an hour and process.",
    todo: "Raise it, or leave it: it begins anew at midnight of TIME_ZONE.",
  },
} as const satisfies LogCodes;

export type ProviderLog = Log<keyof typeof LOG_CODES>;
