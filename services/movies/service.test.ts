import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import Type from "typebox";
import { parseAs } from "@guchi/chain/schema.ts";
import { RecommendResult } from "@guchi/contracts/movie.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { testRuntime } from "@guchi/platform/testing/runtime.ts";
import { testChain, testPipeline } from "@guchi/chain/testing/chain.ts";
import { redisAsText, startTestRedis, type TestRedis } from "@guchi/chain/testing/redis.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../../test/fakes/openai/server.ts";
import { service } from "./service.ts";
import { filmsFile } from "./start.ts";
import { openSqliteVec } from "./store/sqlite-vec.ts";

const pipeline = testPipeline({ name: "films-only", steps: ["recommend"], input: Type.Object({}) });
const sentiment = { label: "neutral", score: 1, language: "ja", listens: false, grave: false, provider: "local" };

describe("the movies service, over the real queue", { timeout: 60_000 }, () => {
  let redis: TestRedis;
  let dataDir: string;
  let fake: FakeOpenAi;
  before(async () => {
    [redis, dataDir, fake] = await Promise.all([
      startTestRedis(),
      mkdtemp(join(tmpdir(), "guchi-movies-")),
      startFakeOpenAi(),
    ]);
  });
  after(async () => {
    await fake.close();
    await redis.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Starts the service for what `work` does with it. */
  async function during(environment: NodeJS.ProcessEnv, work: (ask: Ask) => Promise<unknown>): Promise<void> {
    const runtime = testRuntime(service, { REDIS_URL: redis.url, DATA_DIR: dataDir, ...environment }, [pipeline]);
    const running = await service.start(runtime);
    const chain = testChain(redis, [pipeline], keys);
    const queues = runtime.queues();
    const client = runtime.client(queues);
    const ask: Ask = async (text) => {
      const { id } = await chain.client.start(pipeline.name, { text, user: "alice", sentiment });
      const answered = parseAs(RecommendResult, (await chain.finished(id)).step("recommend").result);
      return { ...answered, purge: () => client.purge(id) };
    };
    try {
      await work(ask);
    } finally {
      await chain.close();
      await queues.close();
      await running.close();
      await runtime.close();
    }
  }

  it("has its films at the first start, and remembers whom it told of which until the job is purged", async () => {
    await during({}, async (ask) => {
      const first = await ask("猫が出てくる映画");
      assert.ok(first.movie !== undefined && first.provider === "local");
      const second = await ask("ほかには？");
      assert.notEqual(second.movie?.film.key, first.movie.film.key);
      assert.match(await redisAsText(redis.connect()), /guchi:movies:/);
      await Promise.all([first.purge(), second.purge()]);
      assert.doesNotMatch(await redisAsText(redis.connect()), /guchi:movies:|猫/);
    });
  });

  it("embeds all films by OpenAI in the background, then asks it, and drops an older model's vectors", async () => {
    const openAi = { OPENAI_API_KEY: fake.apiKey, OPENAI_BASE_URL: fake.url };
    await during(openAi, async (ask) => {
      await until("the vectors of OpenAI", async () =>
        (await wholeSpaces(dataDir)).includes("openai/text-embedding-3-small"),
      );
      const { provider, movie } = await ask("海の映画");
      assert.ok(provider === "openai" && movie !== undefined);
    });
    await during({ ...openAi, OPENAI_EMBEDDING_MODEL: "text-embedding-3-large" }, () =>
      until("the vectors of the other model alone", async () => {
        return (await wholeSpaces(dataDir)).toSorted().join() === "local,openai/text-embedding-3-large";
      }),
    );
  });

  it("loses no film when processes are killed in the middle of a write and of a search", async () => {
    const file = filmsFile(dataDir);
    const films = async () => {
      const store = openSqliteVec(file);
      const count = await store.count();
      store.close();
      return count;
    };
    const before = await films();
    const child = fork(new URL("testing/endless-write.ts", import.meta.url), [file]);
    await until("the first whole write", async () => (await films()) > before);
    const searching = fork(new URL("testing/endless-search.ts", import.meta.url), [file]);
    await new Promise((resolve) => searching.once("message", resolve));
    for (const each of [searching, child]) {
      each.kill("SIGKILL");
      await new Promise((resolve) => each.once("exit", resolve));
    }
    const after = await films();
    assert.equal((after - before) % 100, 0, "whole writes of 100 films");
    await during({}, async (ask) => assert.ok((await ask("犬の映画")).movie !== undefined));
  });
});

/** Asks once, as alice. */
type Ask = (text: string) => Promise<RecommendResult & { purge(): Promise<unknown> }>;

/** The models whose vectors all films have. */
async function wholeSpaces(dataDir: string): Promise<readonly string[]> {
  const store = openSqliteVec(filmsFile(dataDir));
  const [all, films] = [await store.spaces(), await store.count()];
  store.close();
  return all.filter((space) => space.films === films).map(({ model }) => model.replace(/^local\/.*/, "local"));
}
