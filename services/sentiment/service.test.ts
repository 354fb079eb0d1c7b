import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import Type from "typebox";
import { SentimentResult } from "@guchi/contracts/guchi.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { testRuntime } from "@guchi/platform/testing/runtime.ts";
import { testChain, testPipeline } from "@guchi/chain/testing/chain.ts";
import { startTestRedis, type TestRedis } from "@guchi/chain/testing/redis.ts";
import { startFakeAzure, type FakeAzure } from "../../test/fakes/azure/server.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../../test/fakes/openai/server.ts";
import { service } from "./service.ts";
import { keys } from "@guchi/platform/redis/keys.ts";

const pipeline = testPipeline({ name: "sentiment-only", steps: ["sentiment"], input: Type.Object({}) });

describe("the sentiment service, over the real queue and fake vendors", { timeout: 60_000 }, () => {
  let redis: TestRedis;
  let dataDir: string;
  let azure: FakeAzure;
  let openAi: FakeOpenAi;
  before(async () => {
    [redis, dataDir, azure, openAi] = await Promise.all([
      startTestRedis(),
      mkdtemp(join(tmpdir(), "guchi-sentiment-")),
      startFakeAzure(),
      startFakeOpenAi(),
    ]);
  });
  after(async () => {
    await Promise.all([azure.close(), openAi.close()]);
    await redis.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Starts the service with these settings, lets it read each text, and stops it. */
  async function read({ user, ...settings }: NodeJS.ProcessEnv & { user?: string }, ...texts: readonly string[]) {
    const environment = { REDIS_URL: redis.url, DATA_DIR: dataDir, ...settings };
    const runtime = testRuntime(service, environment, [pipeline]);
    const running = await service.start(runtime);
    const chain = testChain(redis, [pipeline], keys);
    try {
      const jobs = [];
      for (const text of texts) {
        const { id } = await chain.client.start("sentiment-only", { text, ...(user !== undefined && { user }) });
        const { result, paid } = (await chain.finished(id)).step("sentiment");
        const { provider, label, danger } = parseAs(SentimentResult, result);
        jobs.push({ provider, label, danger: danger?.certain === true, paid: paid.calls });
      }
      return jobs;
    } finally {
      await chain.close();
      await running.close();
      await runtime.close();
    }
  }
  const azureSettings = () => ({ AZURE_LANGUAGE_ENDPOINT: azure.url, AZURE_LANGUAGE_KEY: azure.key });

  it("reads with Azure where it is set up, and counts each call as paid", async () => {
    assert.deepEqual(await read(azureSettings(), "残業で疲れた"), [
      { provider: "azure", label: "negative", danger: false, paid: 1 },
    ]);
  });

  it("reads on its own when Azure fails, and finds self-harm whoever reads", async () => {
    azure.behave({ status: 500 });
    assert.deepEqual(await read(azureSettings(), "残業で疲れた", "もう死にたい"), [
      { provider: "local", label: "negative", danger: false, paid: 1 },
      { provider: "azure", label: "neutral", danger: true, paid: 1 },
    ]);
  });

  it("asks OpenAI's moderation where there is a key, and nobody without one", async () => {
    const before = openAi.calls.length;
    const [without] = await read({ OPENAI_BASE_URL: openAi.url }, "FLAG-ME please");
    assert.equal(without?.danger, false);
    assert.equal(openAi.calls.length, before);
    const settings = { OPENAI_BASE_URL: openAi.url, OPENAI_API_KEY: openAi.apiKey };
    assert.deepEqual(
      (await read(settings, "FLAG-ME please")).map(({ danger, paid }) => [danger, paid]),
      [[true, 0]],
    );
  });

  it("reads what a user writes within the day of a danger in its light, and nobody else's", async () => {
    const [danger, thanks] = await read({ user: "line-user-1" }, "もう死にたい", "ありがとう");
    assert.deepEqual([danger?.danger, thanks?.danger], [true, true]);
    const [stranger] = await read({ user: "line-user-2" }, "ありがとう");
    assert.equal(stranger?.danger, false);
  });
});
