import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { readConfig } from "@guchi/platform/config/config.ts";
import { Runtime } from "@guchi/platform/service/runtime.ts";
import { startTestRedis, type TestRedis } from "@guchi/chain/testing/redis.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../../test/fakes/openai/server.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { keys } from "@guchi/platform/redis/keys.ts";

describe("the housekeeping", () => {
  let redis: TestRedis;
  let fake: FakeOpenAi;
  let runtime: Runtime;
  before(async () => {
    [redis, fake] = await Promise.all([startTestRedis(), startFakeOpenAi()]);
    const settings = { OPENAI_API_KEY: fake.apiKey, OPENAI_BASE_URL: fake.url, LOG_LEVEL: "silent" };
    runtime = new Runtime(readConfig({ REDIS_URL: redis.url, ...settings }), "gateway");
  });
  after(async () => {
    await runtime.close();
    await fake.close();
    await redis.stop();
  });

  it("looks the models up at start, and counts what it warns of", async () => {
    const housekeeping = startHousekeeping(runtime, { agree: async () => undefined });
    await until("the list to be asked for", () => fake.callsOf("models").length === 1);
    const counted = await until("a count", async () => {
      await runtime.metrics.flush(runtime.redis, keys.metrics);
      const fields = await runtime.redis.hkeys(keys.metrics);
      return fields.find((field) => field.includes("model_warnings_total"));
    });
    assert.match(counted, /OPENAI_TTS_MODEL/);
    await housekeeping.close();
  });

  it("tells the operator in one line of a stage that has no worker", async (t) => {
    const lines: string[] = [];
    t.mock.method(runtime.log, "warn", (_about: object, text: string) => lines.push(text));
    const housekeeping = startHousekeeping(runtime, { agree: async () => undefined });
    await until("the line", () => lines.includes("no worker of tts lives"));
    await housekeeping.close();
  });

  it("does not wait for a list that does not come when it is stopped", async () => {
    fake.behave("models", { hold: new Promise(() => undefined) });
    const housekeeping = startHousekeeping(runtime, { agree: async () => undefined });
    await until("the list to be asked for", () => fake.callsOf("models").length === 3);
    const startedAt = Date.now();
    await housekeeping.close();
    assert.ok(Date.now() - startedAt < 4_000);
  });
});
