import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { keys, SHARDS } from "../../shared/redis/keys.ts";
import { startEmbeddedRedis } from "../../shared/redis/embedded.ts";
import { startFakeLine } from "../fakes/line/server.ts";
import { freePort } from "../support/system.ts";
import { Fleet, SERVICES } from "./fleet.ts";
import { pour } from "./load.ts";
import { startPaidProviders } from "./paid.ts";
import { startTcpProxy } from "../../shared/testing/tcp-proxy.ts";
import { startReceiver } from "./receiver.ts";
import { judge } from "./verdict.ts";

/**
 * `npm run chaos`: jobs and LINE messages through the real doors while services are killed with -9 at random, Redis is killed
 * and comes back from its append-only file, and every connection to it is cut once. Bounded: ends by itself, code 0 when
 * nothing was lost and nothing doubled.
 */
const JOBS = number("CHAOS_JOBS", 2_000);
const KILLS = number("CHAOS_KILLS", 100);
const REDIS_KILLS = number("CHAOS_REDIS_KILLS", 3);
const CUT_MS = number("CHAOS_CUT_S", 5) * 1_000;
/** Whom to kill, and what to start: all services, and every door. */
const VICTIMS = SERVICES.filter((name) => process.env["CHAOS_VICTIMS"]?.split(",").includes(name) ?? true);
const PIPELINES = process.env["CHAOS_PIPELINES"]?.split(",") ?? ["guchi", "line", "guchi-fast", "line"];
/** Processes that are stopped in mid-breath until their locks are lost, and processes of each service. */
const FREEZES = number("CHAOS_FREEZES", 0);
const INSTANCES = number("CHAOS_INSTANCES", 1);
const MINUTES = number("CHAOS_MINUTES", 15);
const SECRET = "0123456789abcdef0123456789abcdef";
/** Over how long the jobs are posted and the faults are spread, in ms. */
const SPREAD_MS = number("CHAOS_SPREAD_S", 150) * 1_000;

const dir = await mkdtemp(join(tmpdir(), "guchi-chaos-"));
let redis = await startEmbeddedRedis(dir);
const proxy = await startTcpProxy(new URL(redis.url).pathname);
const line = await startFakeLine({ channelSecret: SECRET });
const paid = await startPaidProviders();
const receiver = await startReceiver();
const port = await freePort();
const base = `http://localhost:${port}`;
const env = {
  ...process.env,
  ...paid.env,
  ...receiver.env,
  PORT: String(port),
  REDIS_URL: proxy.url,
  DATA_DIR: dir,
  LOG_LEVEL: process.env["CHAOS_LOG_LEVEL"] ?? "fatal",
  PUBLIC_BASE_URL: "https://guchi.example",
  LINE_CHANNEL_SECRET: SECRET,
  LINE_CHANNEL_ACCESS_TOKEN: line.accessToken,
  LINE_API_BASE_URL: line.url,
  MAX_QUEUED_JOBS: "100000",
};
const fleet = new Fleet(env, INSTANCES);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));
process.on("exit", () => redis.process.kill("SIGKILL"));
const startedAt = Date.now();
const deadline = startedAt + MINUTES * 60_000;
const watchdog = setTimeout(() => {
  console.error(`not finished after ${MINUTES} minutes`);
  process.exit(2);
}, MINUTES * 60_000);
await until("the gateway to be ready", async () => (await fetch(`${base}/readyz`)).ok);
console.log(
  `ready after ${since()}: ${JOBS} jobs, ${KILLS} kills, Redis killed ${REDIS_KILLS} times, connections cut for ${CUT_MS / 1_000} s`,
);

const [accepted, kills] = await Promise.all([
  pour(JOBS, { base, line, secret: SECRET, spreadMs: SPREAD_MS, pipelines: PIPELINES, callbackUrl: receiver.url }),
  killServices(),
  hurtRedis(),
  freezeServices(),
]);
console.log(`all accepted after ${since()}, ${accepted.again} requests were sent again`);
await until("every job to end", async () => (await unfinished()) === 0);
console.log(`all at their end after ${since()}`);
const bad = await judge({ accepted, base, line, paid, receiver, kills, crashes: fleet.crashes, redisUrl: redis.url });
await fleet.stop();
await proxy.close();
await line.close();
await paid.close();
await receiver.close();
await redis.stop();
await rm(dir, { recursive: true, force: true });
clearTimeout(watchdog);
console.log(bad.length === 0 ? "nothing lost, nothing doubled" : bad.join("\n"));
process.exitCode = bad.length === 0 ? 0 : 1;

/** Kills services one after the other, spread over the time in which work comes in. Resolves to how many, by service. */
async function killServices(): Promise<Record<string, number>> {
  const kills: Record<string, number> = {};
  for (let killed = 0; killed < KILLS;) {
    await sleep((SPREAD_MS / KILLS) * (0.5 + Math.random()));
    const name = VICTIMS[Math.floor(Math.random() * VICTIMS.length)] ?? "gateway";
    paid.noteKill(name);
    if (!fleet.kill(name)) continue;
    killed += 1;
    kills[name] = (kills[name] ?? 0) + 1;
  }
  return kills;
}

/** Longer than a lock lives (10 s): others take the work over, and the frozen process goes on with it when it thaws. */
async function freezeServices(): Promise<void> {
  for (let count = 0; count < FREEZES; count += 1) {
    const name = VICTIMS[Math.floor(Math.random() * VICTIMS.length)] ?? "gateway";
    const thawed = fleet.freeze(name, 12_000 + Math.random() * 8_000);
    await paid.frozen(name, thawed);
    await sleep((SPREAD_MS / FREEZES) * Math.random());
  }
}

async function hurtRedis(): Promise<void> {
  const pause = SPREAD_MS / (REDIS_KILLS + 2);
  for (let count = 0; count < REDIS_KILLS; count += 1) {
    await sleep(pause);
    await paid.redisAway(killRedis());
  }
  await sleep(pause);
  await paid.redisAway(proxy.cut(CUT_MS));
}

async function killRedis(): Promise<void> {
  redis.process.kill("SIGKILL");
  await redis.exited;
  await sleep(Math.random() * 2_000);
  redis = await startEmbeddedRedis(dir);
}

async function unfinished(): Promise<number> {
  const client = new Redis(new URL(redis.url).pathname);
  const open = await Promise.all(Array.from({ length: SHARDS }, (_, shard) => client.zcard(keys.open(shard))));
  client.disconnect();
  return open.reduce((sum, each) => sum + each, 0);
}

async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  while (Date.now() < deadline) {
    if (await look().catch(() => false)) return;
    await sleep(500);
  }
  throw new Error(`Waited in vain for ${what}`);
}

function since(): string {
  return `${((Date.now() - startedAt) / 1_000).toFixed(0)} s`;
}

function number(name: string, fallback: number): number {
  const given = Number(process.env[name] ?? fallback);
  return Number.isInteger(given) && given >= 0 ? given : fallback;
}
