import assert from "node:assert/strict";
import { test } from "node:test";
import { Queues } from "@guchi/chain/queues.ts";
import { testPipeline, testStage } from "@guchi/chain/testing/chain.ts";
import { startRedisServer } from "@guchi/chain/testing/redis-server.ts";
import { testRuntime } from "../testing/runtime.ts";
import { keys } from "../redis/keys.ts";

test("a service with a stage at work stops within 12 s while Redis hangs", { timeout: 60_000 }, async (t) => {
  const redis = await startRedisServer();
  t.after(() => redis.stop());
  const service = { name: "test", stages: { "stop-a": { concurrency: 1 } } };
  const runtime = testRuntime(service, { REDIS_URL: redis.url }, [testPipeline({ name: "stop", steps: ["stop-a"] })]);
  const begun = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  const stage = testStage(
    "stop-a",
    async (_, { signal }) => {
      begun.resolve();
      signal.addEventListener("abort", () => aborted.resolve());
      await aborted.promise;
      throw signal.reason;
    },
    { timeoutMs: 60_000 },
  );
  const running = await runtime.work(stage);
  await runtime.client(new Queues(runtime.redis, { keys, onError: () => undefined })).start("stop", {});
  await begun.promise;
  redis.process.kill("SIGSTOP");
  const begunAt = performance.now();
  await runtime.stop(running);
  const tookMs = performance.now() - begunAt;
  assert.ok(tookMs > 7_500 && tookMs < 12_000, `it took ${tookMs} ms`);
});
