import { setTimeout as sleep } from "node:timers/promises";
import { Sweeper } from "../../shared/chain/sweep.ts";
import { queueJobId } from "../../shared/chain/queues.ts";
import { keys as testKeys } from "../../shared/chain/testing/chain.ts";
import { testChain, testPipeline } from "../../shared/chain/testing/chain.ts";
import { startTestRedis } from "../../shared/chain/testing/redis.ts";

/**
 * What the sweep costs while many jobs wait in one queue, in Node and in Redis, and how soon
 * entries that a queue lost are back. Goal with 100,000 unfinished jobs: under 5 % of a core, and
 * back within 25 s.
 */
const JOBS = number("BENCH_JOBS", 100_000);
const LOST = 5;
/** A pass that needs longer has failed the goal anyway. */
const GIVE_UP_MS = 120_000;

const redis = await startTestRedis();
const chain = testChain(redis, [testPipeline({ name: "long", steps: ["long-a", "long-b"] })]);
const sweeper = new Sweeper(chain);
const ids: string[] = [];
for (let made = 0; made < JOBS; made += 500) {
  const started = await Promise.all(
    Array.from({ length: Math.min(500, JOBS - made) }, () => chain.client.start("long", { text: "疲れた" })),
  );
  for (const { id } of started) ids.push(id);
}
await Promise.all(ids.map(async (id) => chain.redis.zadd(testKeys.openOf(id), "XX", 1, id)));

for (let round = 1; round <= 3; round += 1) {
  const before = await cost();
  const from = performance.now();
  await Promise.race([sweeper.pass(), sleep(GIVE_UP_MS)]);
  const ms = performance.now() - from;
  const after = await cost();
  const node = after.node - before.node;
  const server = after.redis - before.redis;
  const share = (100 * (node + server)) / (ms + sweeper.pauseMs);
  console.log(
    `pass ${round} over ${JOBS} jobs: ${ms.toFixed(0)} ms; CPU: Node ${node.toFixed(0)} ms, Redis ${server.toFixed(0)} ms; ` +
      `${share.toFixed(1)} % of a core`,
  );
}

const lost = ids.slice(0, LOST);
await Promise.all(lost.map(async (job) => chain.queues.get("long-a").remove(queueJobId({ job, step: "long-a" }))));
const from = performance.now();
let back = 0;
while (back < LOST && performance.now() - from < GIVE_UP_MS) {
  await Promise.race([sweeper.pass(), sleep(GIVE_UP_MS)]);
  const states = await Promise.all(
    lost.map(async (job) => chain.queues.get("long-a").getJobState(queueJobId({ job, step: "long-a" }))),
  );
  back = states.filter((state) => state === "waiting").length;
  console.log(`${back} of ${LOST} lost entries are back after ${((performance.now() - from) / 1_000).toFixed(1)} s`);
  if (back < LOST) await sleep(sweeper.pauseMs);
}
await chain.close();
await redis.stop();
process.exit(); // a pass that was given up may still be at it

/** CPU time so far, in ms. */
async function cost(): Promise<{ readonly node: number; readonly redis: number }> {
  const { user, system } = process.cpuUsage();
  const info = await chain.redis.info("cpu");
  const used = (field: string) => Number(new RegExp(`^${field}:([\\d.]+)`, "m").exec(info)?.[1]);
  return { node: (user + system) / 1_000, redis: (used("used_cpu_user") + used("used_cpu_sys")) * 1_000 };
}

function number(name: string, fallback: number): number {
  const given = Number(process.env[name] ?? fallback);
  return Number.isInteger(given) && given > 0 ? given : fallback;
}
