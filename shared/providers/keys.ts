import { PREFIX } from "@guchi/platform/redis/keys.ts";

/** The keys of the day's budget; they share a hash tag, since one script changes them together. */
export const budgetKeys = {
  /** String: what the paid calls of a day are thought to cost, in millionths of a US dollar. */
  spent: (day: string) => `${PREFIX}:{budget}:${day}:spent`,
  /** String: DAILY_BUDGET_USD and TIME_ZONE, as JSON, for whoever shows them. */
  limit: `${PREFIX}:{budget}:limit`,
  /** String: paid pictures of a user on a day; `user` is a hash. */
  pictures: (day: string, user: string) => `${PREFIX}:{budget}:${day}:pictures:${user}`,
  /** There for a minute after one change of the counters above. */
  spending: (change: string) => `${PREFIX}:{budget}:change:${change}`,
} as const;
