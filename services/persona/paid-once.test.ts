import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import Type from "typebox";
import { readSettings } from "@guchi/platform/config/settings.ts";
import { createOpenAi } from "@guchi/providers/openai.ts";
import { fits } from "@guchi/chain/schema.ts";
import { testChain, testPipeline } from "@guchi/chain/testing/chain.ts";
import { startTestRedis, type TestRedis } from "@guchi/chain/testing/redis.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../../test/fakes/openai/server.ts";
import { createRedisPhraseMemory, type PhraseMemory } from "./memory.ts";
import { createLocalPersona } from "./providers/local.ts";
import { createOpenAiPersona } from "./providers/openai.ts";
import { createPersonaStage } from "./stage.ts";
import { service } from "./service.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { sentiment } from "./testing.ts";

const pipeline = testPipeline({ name: "persona-only", steps: ["persona"], input: Type.Object({}) });
const Made = Type.Object({ provider: Type.String() });

describe("a job's words, over the real queue and a fake OpenAI", () => {
  let redis: TestRedis;
  let fake: FakeOpenAi;
  let chain: ReturnType<typeof testChain>;
  before(async () => {
    [redis, fake] = await Promise.all([startTestRedis(), startFakeOpenAi()]);
  });
  after(async () => {
    await fake.close();
    await redis.stop();
  });
  beforeEach(() => {
    chain = testChain(redis, [pipeline], keys);
  });
  afterEach(() => chain.close());

  function work({ alone = false, memory }: { alone?: boolean; memory?: PhraseMemory } = {}): void {
    const settings = { OPENAI_API_KEY: fake.apiKey, OPENAI_BASE_URL: fake.url, PERSONA_CALL_TIMEOUT: "1s" };
    const config = readSettings(service, settings);
    const [openai, local] = [createOpenAiPersona(createOpenAi(config), config), createLocalPersona()];
    const providers = alone ? [openai] : [openai, local];
    chain.work(createPersonaStage({ providers, local, memory: memory ?? createRedisPhraseMemory(chain.redis) }));
  }

  /**
   * Runs one job to its end: who made it or why not, what its record says was paid, how many
   * requests there were.
   */
  async function run() {
    const before = fake.callsOf("chat").length;
    const { id } = await chain.client.start("persona-only", { text: "残業ばっかり", user: "user", sentiment });
    const { result, failure, paid, attempts } = (await chain.finished(id)).step("persona");
    const outcome = fits(Made, result) ? result.provider : failure?.code;
    return {
      outcome,
      paid: paid.calls,
      costUsd: paid.costUsd,
      attempts,
      requests: fake.callsOf("chat").length - before,
    };
  }

  it("cost one call, which the job shows", async () => {
    work();
    assert.deepEqual(await run(), { outcome: "openai", paid: 1, costUsd: 0.001, attempts: 1, requests: 1 });
  });

  it("cost one time-out when OpenAI hangs, and the next jobs none", async () => {
    work();
    fake.behave("chat", { hold: new Promise(() => undefined) });
    assert.deepEqual(await run(), { outcome: "local", paid: 1, costUsd: 0.001, attempts: 1, requests: 1 });
    for (let job = 0; job < 3; job++) {
      assert.deepEqual(await run(), { outcome: "local", paid: 0, costUsd: 0, attempts: 1, requests: 0 });
    }
  });

  it("wait for a short Retry-After, and are not sooner", async () => {
    work();
    fake.behave("chat", { status: 429, headers: { "retry-after": "1" } });
    const startedAt = Date.now();
    const { outcome, attempts, requests } = await run();
    assert.deepEqual([outcome, attempts, requests], ["openai", 2, 2]);
    assert.ok(Date.now() - startedAt >= 1_000);
  });

  it("come from the next one when the wait is long", async () => {
    work();
    fake.behave("chat", { status: 429, headers: { "retry-after": "600" } });
    const startedAt = Date.now();
    const { outcome, attempts, requests } = await run();
    assert.deepEqual([outcome, attempts, requests], ["local", 1, 1]);
    assert.ok(Date.now() - startedAt < 5_000);
  });

  it("are asked for again without the user's own words when they are refused", async () => {
    work();
    fake.behave("chat", { status: 400, code: "content_policy_violation" });
    const { outcome, requests } = await run();
    assert.deepEqual([outcome, requests], ["openai", 2]);
    const [first, second] = fake.callsOf("chat").slice(-2);
    assert.match(JSON.stringify(first?.body), /残業ばっかり/);
    assert.doesNotMatch(JSON.stringify(second?.body), /残業ばっかり/);
  });

  for (const [what, behavior] of Object.entries({
    "an error inside": { status: 500 },
    "a broken connection": { cut: "inside" },
    "an answer that cannot be used": { body: { choices: [] } },
  } as const)) {
    it(`are not paid for twice after ${what}, also with nobody else to ask`, async () => {
      work({ alone: true });
      fake.behave("chat", behavior, behavior);
      const { outcome, paid, attempts, requests } = await run();
      assert.match(String(outcome), /^(provider_unavailable|invalid_output)$/);
      assert.deepEqual([paid, attempts, requests], [1, 1, 1]);
      fake.forget("chat");
    });
  }

  it("are not paid for twice when they cannot be remembered", async () => {
    let tries = 0;
    const remember = async () => {
      if (++tries < 3) throw new Error("Redis is busy");
    };
    work({ memory: { before: async () => [], remember } });
    assert.deepEqual(await run(), { outcome: "openai", paid: 1, costUsd: 0.001, attempts: 1, requests: 1 });
  });
});
