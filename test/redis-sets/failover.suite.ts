import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "node:test";
import { startRedisCluster, startSentinelSet, type RedisSet } from "../../shared/chain/testing/redis-set.ts";
import { until } from "../../shared/chain/testing/until.ts";
import { parseAs } from "../../shared/chain/schema.ts";
import Type from "typebox";
import { judgeLine, whoWritesAgain } from "../chaos/line-verdict.ts";
import { pour } from "../chaos/load.ts";
import { startFakeLine } from "../fakes/line/server.ts";
import { startGuchi, type Guchi } from "./guchi.ts";

const KILLS = 3;
const KILL_EVERY_MS = 20_000;
const START_EVERY_MS = 250;
/** Messages over LINE, meanwhile. */
const MESSAGES = 60;
const SECRET = "0123456789abcdef0123456789abcdef";
/** Longest time without a 202 that a failover may cost. */
const MOST_AWAY_MS = 8_000;

const Started = Type.Object({ id: Type.String() });
const Job = Type.Object({
  status: Type.String(),
  history: Type.Array(Type.Object({ event: Type.String(), step: Type.Optional(Type.String()) })),
});

describe("a primary that is killed every 20 s under load", { timeout: 480_000 }, () => {
  // All replicas of a primary: which one is promoted, nobody knows.
  for (const [start, replicas] of [
    [startRedisCluster, "1"],
    [startSentinelSet, "2"],
  ] as const) {
    it(`loses no job and no message, and doubles none: ${start.name}`, async (t) => {
      const set = await start();
      t.after(() => set.stop());
      const line = await startFakeLine({ channelSecret: SECRET });
      t.after(() => line.close());
      const guchi = await startGuchi({
        REDIS_URL: set.url,
        REDIS_WAIT_REPLICAS: replicas,
        PUBLIC_BASE_URL: "https://guchi.example",
        LINE_CHANNEL_SECRET: SECRET,
        LINE_CHANNEL_ACCESS_TOKEN: line.accessToken,
        LINE_API_BASE_URL: line.url,
      });
      t.after(() => guchi.stop());
      const load = startJobs(guchi);
      const door = { base: guchi.base, line, secret: SECRET, pipelines: ["line"], callbackUrl: "" };
      const messages = pour(MESSAGES, { ...door, spreadMs: KILLS * KILL_EVERY_MS });
      for (let kill = 0; kill < KILLS; kill += 1) {
        await sleep(KILL_EVERY_MS);
        await failOver(set, kill);
      }
      await sleep(MOST_AWAY_MS);
      const { ids, longestAwayMs, refused } = await load.end();
      const { twice, ran } = await endsOf(guchi, ids);
      const accepted = await messages;
      const isAnswered = () => whoWritesAgain(accepted, line).length === 0;
      await until("each user to be answered", isAnswered, 120_000).catch(() => undefined);
      t.diagnostic(
        `${ids.size} jobs, ${refused} times 503 or no answer, longest without a 202 ${longestAwayMs} ms, ${ran} steps`,
      );
      assert.ok(ids.size > 100, `only ${ids.size} jobs`);
      assert.deepEqual([...twice, ...judgeLine(accepted, line, []).bad], []);
      assert.ok(longestAwayMs <= MOST_AWAY_MS, `no 202 for ${longestAwayMs} ms`);
    });
  }
});

/** Kills a primary; starts it again, as a replica, once another one has its place. */
async function failOver(set: RedisSet, turn: number): Promise<void> {
  const before = await set.primaries();
  const victim = before[turn % before.length];
  assert.ok(victim);
  await victim.kill();
  await until("another primary", async () => (await set.primaries()).length === before.length);
  await victim.start();
  // Its file says that it is the primary, and Sentinels correct that after some ten seconds only.
  const primary = (await set.primaries()).find((server) => server !== victim);
  if (before.length === 1 && primary !== undefined) await victim.admin.replicaof("127.0.0.1", primary.port);
}

/** Starts a job every 250 ms, each again under its key until it is accepted. */
function startJobs(guchi: Guchi) {
  const ids = new Map<string, string>();
  const told = { refused: 0, longestAwayMs: 0 };
  let acceptedAt = Date.now();
  const over = new AbortController();
  const accept = async (key: string): Promise<void> => {
    const headers = { "content-type": "application/json", "idempotency-key": key };
    const body = JSON.stringify({ pipeline: "hello", input: {} });
    for (;;) {
      const answer = await guchi.json("/jobs", { method: "POST", headers, body }).catch(() => undefined);
      if (answer?.status === 202) {
        const { id } = parseAs(Started, answer.body);
        ids.set(key, id);
        told.longestAwayMs = Math.max(told.longestAwayMs, Date.now() - acceptedAt);
        acceptedAt = Date.now();
        return;
      }
      assert.ok(answer === undefined || answer.status === 503, JSON.stringify(answer));
      told.refused += 1;
      await sleep(START_EVERY_MS);
    }
  };
  const running = (async () => {
    const accepting: Promise<void>[] = [];
    while (!over.signal.aborted) {
      accepting.push(accept(randomUUID()));
      await sleep(START_EVERY_MS);
    }
    await Promise.all(accepting);
  })();
  return {
    end: async () => {
      over.abort();
      await running;
      return { ids, ...told };
    },
  };
}

/** Waits for each job's end; tells what of it was recorded twice. */
async function endsOf(guchi: Guchi, ids: ReadonlyMap<string, string>) {
  const twice: string[] = [];
  let ran = 0;
  assert.equal(new Set(ids.values()).size, ids.size, "a job for each key");
  for (const id of ids.values()) {
    const job = await until(
      `job ${id} to complete`,
      async () => {
        const { status, body } = await guchi.json(`/jobs/${id}?history=true`);
        assert.ok(status === 200 || status === 202 || status === 503, `${id}: ${status}`);
        return status === 200 && parseAs(Job, body);
      },
      60_000,
    );
    assert.equal(job.status, "completed");
    const completed = job.history.filter(({ event }) => event === "completed");
    ran += completed.length;
    if (completed.length !== 3 || new Set(completed.map(({ step }) => step)).size !== 3) twice.push(id);
  }
  return { twice, ran };
}
