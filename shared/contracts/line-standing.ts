import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { fits } from "@guchi/chain/schema.ts";
import type { Redis } from "ioredis";
import Type, { type Static } from "typebox";
import { standingKeys } from "./line/keys.ts";

/** How LINE is to a channel, as the service that speaks to it tells those who have no token. */
export const LineStanding = Type.Object({
  /** ms since the epoch. */
  at: Type.Integer({ minimum: 0 }),
  /** Messages that may be pushed this month, none: no limit; and how many were. */
  limit: Type.Optional(Type.Integer({ minimum: 0 })),
  used: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Since when every reply and push fails, in ms since the epoch. */
  awaySince: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type LineStanding = Static<typeof LineStanding>;

/** What was told longer ago, in seconds, is not known any more. */
const KEPT_SECONDS = 600;

export async function tellStanding(
  redis: Pick<Redis, "hset" | "expire">,
  channel: string,
  standing: LineStanding,
): Promise<void> {
  await redis.hset(standingKeys.line, channel, JSON.stringify(standing));
  await redis.expire(standingKeys.line, KEPT_SECONDS);
}

/** By channel. Of one that is not there, nobody who speaks to LINE told anything lately. */
export async function readStandings(redis: Pick<Redis, "hgetall">): Promise<ReadonlyMap<string, LineStanding>> {
  const oldest = Date.now() - KEPT_SECONDS * 1_000;
  const told = Object.entries(await redis.hgetall(standingKeys.line)).flatMap(([channel, text]) => {
    const standing = jsonOrUndefined(text);
    return fits(LineStanding, standing) && standing.at >= oldest ? [[channel, standing] as const] : [];
  });
  return new Map(told);
}
