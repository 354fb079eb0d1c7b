import Type, { type Static } from "typebox";

/**
 * The limit of the day (DAILY_BUDGET_USD, DAILY_IMAGES_PER_USER) that made an engine that costs
 * nothing answer.
 */
export const BudgetNotice = Type.Enum(["daily_budget", "daily_images"], {
  description: "Made by a free engine, because a limit of the day is reached.",
});
export type BudgetNotice = Static<typeof BudgetNotice>;
