import { after, before, describe, it } from "node:test";
import { PIPELINES } from "@guchi/contracts/pipelines.ts";
import { testRuntime } from "@guchi/platform/testing/runtime.ts";
import { startTestRedis, type TestRedis } from "@guchi/chain/testing/redis.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { service } from "./service.ts";
import type { GatewayRuntime } from "./settings.ts";

describe("the housekeeping", () => {
  let redis: TestRedis;
  let runtime: GatewayRuntime;
  before(async () => {
    redis = await startTestRedis();
    runtime = testRuntime(service, { REDIS_URL: redis.url }, [...PIPELINES.values()]);
  });
  after(async () => {
    await runtime.close();
    await redis.stop();
  });

  it("tells the operator in one line of a stage that has no worker", async (t) => {
    const lines: string[] = [];
    t.mock.method(runtime.log, "warn", (_about: object, text: string) => lines.push(text));
    const housekeeping = startHousekeeping(runtime, [{ agree: async () => undefined }]);
    await until("the line", () => lines.includes("tts has no live worker"));
    await housekeeping.close();
  });
});
