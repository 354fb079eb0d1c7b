import { fits } from "@guchi/chain/schema.ts";
import Type from "typebox";
import type { LineApi } from "./api.ts";
import type { LineAnswer } from "./call.ts";

/** https://developers.line.biz/en/reference/messaging-api/#get-quota and #get-consumption */
const Quota = Type.Object({ type: Type.Enum(["none", "limited"]), value: Type.Optional(Type.Integer()) });
const Consumption = Type.Object({ totalUsage: Type.Integer() });

/** What may be pushed this month, undefined: any number; and what was. */
export interface MonthlyQuota {
  readonly limit: number | undefined;
  readonly used: number;
}

/** Asks LINE. Resolves to its answer where that tells nothing of the quota. */
export async function askQuota(api: Pick<LineApi, "ask">): Promise<MonthlyQuota | { readonly refused: LineAnswer }> {
  const [quota, consumption] = await Promise.all([
    api.ask("/v2/bot/message/quota"),
    api.ask("/v2/bot/message/quota/consumption"),
  ]);
  if (quota.kind !== "answer" || !fits(Quota, quota.body)) return { refused: quota };
  if (consumption.kind !== "answer" || !fits(Consumption, consumption.body)) return { refused: consumption };
  return { limit: quota.body.value, used: consumption.body.totalUsage };
}
