import { connectRedis } from "../redis/connect.ts";
import type { ScheduleSpec } from "../schedule/schedule.ts";
import { Schedules } from "../schedule/store.ts";
import { Ticker, type TickOutcome } from "../schedule/ticker.ts";
import { testChain, testPipeline } from "./chain.ts";

export const walk = testPipeline({ name: "walk", steps: ["walk"] });

/** Each second. */
export const EACH_SECOND: ScheduleSpec = {
  pipeline: "walk",
  input: { by: "a schedule" },
  cron: "* * * * * *",
  timeZone: "Asia/Tokyo",
};

/** The schedules of a chain, and what starts their jobs. */
export function scheduling({ redis, queues, records, client, log }: ReturnType<typeof testChain>) {
  const schedules = new Schedules({ redis, queues });
  const outcomes: TickOutcome[] = [];
  return {
    schedules,
    outcomes,
    tick: () =>
      new Ticker({
        redis,
        keys: queues.keys,
        schedules,
        records,
        start: async ({ spec }, cause) => client.start(spec.pipeline, spec.input, { cause }),
        onTick: (outcome) => outcomes.push(outcome),
        log,
        instance: "test",
      }),
  };
}

/**
 * As a process of its own that dies at FAULT_POINT: `node --import fault-hook.ts
 * schedule-process.ts REDIS_URL NAME WHAT`.
 */
if (import.meta.main) {
  const [, , url = "", name = "", what = ""] = process.argv;
  const chain = testChain({ connect: () => connectRedis(url, "worker", () => undefined) }, [walk]);
  const { schedules, tick } = scheduling(chain);
  if (what === "put") await schedules.put(name, EACH_SECOND);
  if (what === "remove") await schedules.remove(name);
  if (what === "work") await tick().ready();
}
