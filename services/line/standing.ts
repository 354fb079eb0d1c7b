import { tellStanding } from "@guchi/contracts/line-standing.ts";
import type { Redis } from "ioredis";
import type { LineApi } from "./api/api.ts";
import { askQuota, type MonthlyQuota } from "./api/quota.ts";
import type { LineState } from "./delivery/outage.ts";
import type { LineLog } from "./log-codes.ts";

const TELL_EVERY_MS = 30_000;
/** How often LINE is asked for the month's messages, in ms. */
const ASK_EVERY_MS = 600_000;

interface Deps {
  /** "": the one without a name. */
  readonly channel: string;
  readonly api: Pick<LineApi, "ask">;
  readonly lineState: Pick<LineState, "outage">;
  readonly redis: Pick<Redis, "hset" | "expire">;
  readonly log: Pick<LineLog, "warn">;
}

/**
 * Tells every half a minute how LINE is to a channel, for the operations pages and `/metrics`,
 * until the returned function is called.
 */
export function keepTellingStanding(deps: Deps): () => void {
  let quota: MonthlyQuota | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  const tell = async () => {
    if (performance.now() - askedAt > ASK_EVERY_MS) {
      askedAt = performance.now();
      const answer = await askQuota(deps.api);
      quota = "refused" in answer ? undefined : answer;
    }
    await tellOnce(deps, quota);
  };
  const timer = setInterval(() => {
    tell().catch((error: unknown) =>
      deps.log.warn({ code: "line.standing_unknown", err: error }, "could not tell how LINE is"),
    );
  }, TELL_EVERY_MS);
  return () => clearInterval(timer);
}

async function tellOnce({ channel, lineState, redis }: Deps, quota: MonthlyQuota | undefined): Promise<void> {
  const outage = await lineState.outage();
  await tellStanding(redis, channel, {
    at: Date.now(),
    ...(quota !== undefined && { used: quota.used }),
    ...(quota?.limit !== undefined && { limit: quota.limit }),
    ...(outage?.isOver === false && { awaySince: outage.from }),
  });
}
