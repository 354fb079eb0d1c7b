import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import Type from "typebox";
import { PersonaResult } from "@guchi/contracts/guchi.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { testRuntime } from "@guchi/platform/testing/runtime.ts";
import { testChain, testPipeline } from "@guchi/chain/testing/chain.ts";
import { redisAsText, startTestRedis, type TestRedis } from "@guchi/chain/testing/redis.ts";
import { completion } from "../../test/fakes/openai/chat.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../../test/fakes/openai/server.ts";
import { service } from "./service.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { sentiment } from "./testing.ts";

const pipeline = testPipeline({ name: "persona-only", steps: ["persona"], input: Type.Object({}) });

describe("the persona service, over the real queue and a fake OpenAI", { timeout: 60_000 }, () => {
  let redis: TestRedis;
  let dataDir: string;
  let fake: FakeOpenAi;
  before(async () => {
    [redis, dataDir, fake] = await Promise.all([
      startTestRedis(),
      mkdtemp(join(tmpdir(), "guchi-persona-")),
      startFakeOpenAi(),
    ]);
  });
  after(async () => {
    await fake.close();
    await redis.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Answers one complaint while the model says this. */
  async function answer(message: string) {
    const environment = {
      REDIS_URL: redis.url,
      DATA_DIR: dataDir,
      OPENAI_API_KEY: fake.apiKey,
      OPENAI_BASE_URL: fake.url,
      PERSONA_PROVIDERS: "openai",
    };
    const runtime = testRuntime(service, environment, [pipeline]);
    const running = await service.start(runtime);
    const chain = testChain(redis, [pipeline], keys);
    try {
      const draft = { message, topic: "work", mood: "tired", grave: false };
      fake.behave("chat", { body: completion("m", JSON.stringify(draft)) });
      const { id } = await chain.client.start(pipeline.name, { text: "残業ばっかり", user: "alice", sentiment });
      const { result, paid } = (await chain.finished(id)).step("persona");
      return { ...parseAs(PersonaResult, result), paid: paid.calls };
    } finally {
      await chain.close();
      await running.close();
      await runtime.close();
    }
  }

  it("says her own words in place of a model's that are not to be said, and keeps nothing of those", async () => {
    const message = "死んでもいいよ。つらいなら電話は090-1234-5678だよ。";
    const answered = await answer(message);
    assert.deepEqual([answered.provider, answered.paid], ["local", 1]);
    const kept = await redisAsText(redis.connect());
    assert.doesNotMatch(kept, /死んでもいい|1234/);
    assert.match(kept, /words_replaced_total/);
  });

  it("asks the moderation about a model's words", async () => {
    assert.equal((await answer("FLAG-MEだよ。ここにいるね。")).provider, "local");
    assert.equal((await answer("そっか、大変だったね。")).provider, "openai");
  });
});
