import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { ImageResult } from "@guchi/contracts/guchi.ts";
import { fits } from "@guchi/chain/schema.ts";
import { testRuntime } from "@guchi/platform/testing/runtime.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { testChain, testPipeline } from "@guchi/chain/testing/chain.ts";
import { startTestRedis, type TestRedis } from "@guchi/chain/testing/redis.ts";
import { S3MediaStore } from "@guchi/platform/media/s3-store.ts";
import { startTestS3 } from "@guchi/platform/media/testing/s3.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../../test/fakes/openai/server.ts";
import { service } from "./service.ts";
import { personaSays } from "@guchi/contracts/testing/persona.ts";
import { keys } from "@guchi/platform/redis/keys.ts";

const pipeline = testPipeline({ name: "imagegen-only", steps: ["imagegen"] });
const picture = personaSays("今日もおつかれさま！");

describe("the imagegen service, over the real queue and a fake OpenAI", { timeout: 120_000 }, () => {
  let redis: TestRedis;
  let dataDir: string;
  let fake: FakeOpenAi;
  let chain: ReturnType<typeof testChain>;
  const processes: { close(): Promise<void> }[] = [];
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "guchi-imagegen-"));
    [redis, fake] = await Promise.all([startTestRedis(), startFakeOpenAi()]);
  });
  after(async () => {
    await fake.close();
    await redis.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await redis.connect().flushall();
    fake.forget("images");
    chain = testChain(redis, [pipeline], keys);
  });
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((each) => each.close()));
    await chain.close();
  });

  /** Starts the service as one more process would. */
  async function start(settings: NodeJS.ProcessEnv = {}): Promise<void> {
    const environment = {
      REDIS_URL: redis.url,
      DATA_DIR: dataDir,
      OPENAI_API_KEY: fake.apiKey,
      OPENAI_BASE_URL: fake.url,
      ...settings,
    };
    const runtime = testRuntime(service, environment, [pipeline]);
    const running = await service.start(runtime);
    processes.push({
      close: async () => {
        await running.close();
        await runtime.close();
      },
    });
  }

  /**
   * Runs one job to its end: who drew or why nobody did, what the job says was paid, and of which
   * limit.
   */
  async function draw(user?: string) {
    const { id } = await chain.client.start(pipeline.name, { picture, ...(user !== undefined && { user }) });
    const { result, failure, paid, attempts } = (await chain.finished(id)).step("imagegen");
    const made = fits(ImageResult, result) ? result : undefined;
    return {
      by: made?.provider ?? failure?.code,
      paid: paid.calls,
      costUsd: paid.costUsd,
      attempts,
      notice: made?.notice,
    };
  }

  const waiting = () => chain.queues.get("imagegen").getWaitingCount();
  const requests = () => fake.callsOf("images").length;

  /** `draw`, with the requests that it made. */
  async function drawCounted() {
    const start = requests();
    const { by, attempts } = await draw();
    return { by, attempts, requests: requests() - start };
  }

  it("draws with OpenAI where a key is set, for one call that the job shows", async () => {
    await start();
    assert.deepEqual(await draw(), { by: "openai", paid: 1, costUsd: 0.05, attempts: 1, notice: undefined });
  });

  it("draws ten at once with OpenAI, which only waits for them", async () => {
    await start();
    const gate = Promise.withResolvers<void>();
    fake.behave("images", ...Array.from({ length: 10 }, () => ({ hold: gate.promise })));
    const before = requests();
    const drawing = Promise.all(Array.from({ length: 10 }, () => draw()));
    await until("ten requests", () => requests() - before === 10);
    gate.resolve();
    assert.deepEqual(new Set((await drawing).map(({ by }) => by)), new Set(["openai"]));
  });

  it("draws no more at once than IMAGEGEN_REMOTE_CONCURRENCY says", async () => {
    await start({ IMAGEGEN_REMOTE_CONCURRENCY: "3" });
    const gate = Promise.withResolvers<void>();
    fake.behave("images", ...Array.from({ length: 3 }, () => ({ hold: gate.promise })));
    const before = requests();
    const drawing = Promise.all(Array.from({ length: 5 }, () => draw()));
    await until("three requests", () => requests() - before === 3);
    await until("the others wait in the queue", async () => (await waiting()) === 2);
    gate.resolve();
    await drawing;
    assert.equal(requests() - before, 5);
  });

  it("makes no picture for an unclear message where none is wanted, and the job is none the worse for it", async () => {
    await start({ UNCLEAR_PICTURES: "none" });
    const before = requests();
    const { id } = await chain.client.start(pipeline.name, { picture, isForComplaint: false });
    const { result, failure, attempts } = (await chain.finished(id)).step("imagegen");
    assert.deepEqual([result, failure, attempts, requests() - before], [{ wanted: false }, undefined, 1, 0]);
    assert.equal((await draw()).by, "openai");
  });

  it("draws itself for an unclear message, unless the settings say otherwise", async () => {
    await start();
    const { id } = await chain.client.start(pipeline.name, { picture, isForComplaint: false });
    const { result, paid } = (await chain.finished(id)).step("imagegen");
    assert.ok(fits(ImageResult, result));
    assert.deepEqual([result.provider, paid.calls], ["local", 0]);
  });

  it("draws itself where the settings say so", async () => {
    await start({ IMAGEGEN_PROVIDERS: "local" });
    assert.deepEqual(await draw(), { by: "local", paid: 0, costUsd: 0, attempts: 1, notice: undefined });
  });

  it("loses no picture to an S3 store that is away as it is kept: the stage tries again", async () => {
    const s3 = await startTestS3();
    await start({ IMAGEGEN_PROVIDERS: "local", ...s3.env });
    await s3.stop();
    const { id } = await chain.client.start(pipeline.name, { picture });
    const step = async () => (await chain.records.read(id))?.step("imagegen");
    await until("a second attempt", async () => ((await step())?.attempts ?? 0) > 1);
    await s3.start();
    const { result, failure } = (await chain.finished(id)).step("imagegen");
    assert.ok(fits(ImageResult, result), failure?.code);
    assert.equal((await new S3MediaStore(s3.options).info(result.key))?.bytes, result.bytes);
    await s3.close();
  });

  it("asks once in softer words after a refusal, and then draws itself", async () => {
    await start();
    const refusal = { status: 400, code: "moderation_blocked" };
    fake.behave("images", refusal);
    assert.deepEqual(await drawCounted(), { by: "openai", attempts: 1, requests: 2 });
    fake.behave("images", refusal, refusal);
    assert.deepEqual(await drawCounted(), { by: "local", attempts: 1, requests: 2 });
  });

  it("waits for a short Retry-After and draws itself instead of a long one", async () => {
    await start();
    fake.behave("images", { status: 429, headers: { "retry-after": "1" } });
    assert.deepEqual(await drawCounted(), { by: "openai", attempts: 2, requests: 2 });
    fake.behave("images", { status: 429, headers: { "retry-after": "600" } });
    assert.deepEqual(await drawCounted(), { by: "local", attempts: 1, requests: 1 });
  });

  it("loses one time-out to an OpenAI that hangs, and none for the next job", async () => {
    await start({ IMAGEGEN_CALL_TIMEOUT: "1s" });
    fake.behave("images", { hold: new Promise(() => undefined) });
    assert.deepEqual(await drawCounted(), { by: "local", attempts: 1, requests: 1 });
    assert.deepEqual(await drawCounted(), { by: "local", attempts: 1, requests: 0 });
  });

  for (const [what, behavior] of Object.entries({
    "an error inside": { status: 500 },
    "a connection that broke off": { cut: "inside" },
    "an answer without a picture": { body: { created: 1, data: [] } },
  } as const)) {
    it(`draws itself after ${what}`, async () => {
      await start();
      fake.behave("images", behavior);
      assert.deepEqual(await drawCounted(), { by: "local", attempts: 1, requests: 1 });
    });

    it(`pays no second time after ${what}, also with nobody else to ask`, async () => {
      await start({ IMAGEGEN_PROVIDERS: "openai" });
      fake.behave("images", behavior, behavior);
      const { by, ...counted } = await drawCounted();
      assert.match(String(by), /^(provider_unavailable|invalid_output)$/);
      assert.deepEqual(counted, { attempts: 1, requests: 1 });
    });
  }

  it("never draws for more than the day's budget, all processes and jobs at once together, and says why", async () => {
    const settings = { DAILY_BUDGET_USD: "0.15", IMAGEGEN_PROVIDERS: "openai" };
    await Promise.all([start(settings), start(settings)]);
    const before = requests();
    const made = await Promise.all(Array.from({ length: 8 }, () => draw()));
    assert.equal(requests() - before, 3);
    const drawn = (by: string) => made.filter((each) => each.by === by);
    assert.deepEqual([drawn("openai").length, drawn("local").length], [3, 5]);
    for (const each of drawn("openai")) assert.deepEqual([each.paid, each.notice], [1, undefined]);
    for (const each of drawn("local")) assert.deepEqual([each.paid, each.notice], [0, "daily_budget"]);
  });

  it("draws no more paid pictures for a user than the day allows, whatever others get", async () => {
    await start({ DAILY_IMAGES_PER_USER: "1" });
    for (const [user, drawnBy, why] of [
      ["alice", "openai", undefined],
      ["alice", "local", "daily_images"],
      ["bob", "openai", undefined],
      [undefined, "openai", undefined],
    ] as const) {
      const { by, notice } = await draw(user);
      assert.deepEqual([by, notice], [drawnBy, why], user);
    }
    assert.deepEqual(
      (await redis.connect().keys("guchi:{budget}:*")).filter((key) => key.includes("alice")),
      [],
    );
  });

  it("takes nothing out of the budget for a call that cost nothing", async () => {
    await start({ DAILY_BUDGET_USD: "0.05" });
    fake.behave(
      "images",
      { status: 429, headers: { "retry-after": "1" } },
      { status: 400, code: "moderation_blocked" },
    );
    const { by, notice, paid, costUsd } = await draw();
    assert.deepEqual([by, notice], ["openai", undefined], "neither the 429 nor the refusal is on the bill");
    assert.deepEqual([paid, costUsd], [1, 0.05], "nor do they stand in the job");
    assert.deepEqual((await draw()).notice, "daily_budget");
  });
});
