import { Schedules } from "@guchi/chain/schedule/store.ts";
import { Ticker } from "@guchi/chain/schedule/ticker.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import type { Running } from "@guchi/platform/service/runtime.ts";
import { begin, type BeginDeps } from "../jobs/begin.ts";
import type { GatewayRuntime } from "../settings.ts";
import { scheduleTicks } from "./metrics.ts";

/** Starts the jobs of the schedules, within the bounds for all jobs. */
export async function workOnSchedules(runtime: GatewayRuntime, deps: BeginDeps): Promise<Running> {
  const { redis, cipher, log, instance, metrics } = runtime;
  const queues = runtime.queues();
  const ticker = new Ticker({
    redis,
    keys,
    schedules: new Schedules({ redis, queues, cipher }),
    records: runtime.records(),
    start: async ({ spec: { pipeline, input, callbackUrl } }, cause) =>
      begin(deps, { pipeline, input, cause, callbackUrl }),
    onTick: (outcome) => metrics.count(scheduleTicks, { outcome }),
    log,
    instance,
  });
  await ticker.ready();
  return {
    close: async () => {
      await ticker.close();
      await queues.close();
    },
  };
}
