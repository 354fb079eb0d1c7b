import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { SHARDS } from "../../shared/chain/redis/keys.ts";
import { keys } from "../../shared/platform/redis/keys.ts";
import { startFakeLine } from "../fakes/line/server.ts";
import { freePort } from "../../shared/chain/testing/port.ts";
import { Fleet, SERVICES } from "./fleet.ts";
import { lineAway } from "./line-away.ts";
import { pour } from "./load.ts";
import { startPaidProviders } from "./paid.ts";
import { dice, SEED } from "./random.ts";
import { startReceiver } from "./receiver.ts";
import { ChaosRedis } from "./redis.ts";
import { whoWritesAgain } from "./line-verdict.ts";
import { judge, leftovers } from "./verdict.ts";
import { deliver, stickerOf } from "./webhook.ts";

/**
 * `npm run chaos`: jobs and LINE messages through the real doors while services are killed with -9
 * or stand still, and Redis is killed, refuses writes, is cut off and is replaced by another.
 * Bounded: ends by itself, code 0 when nothing was lost and nothing doubled.
 */
const JOBS = number("CHAOS_JOBS", 2_000);
const KILLS = number("CHAOS_KILLS", 100);
const REDIS_KILLS = number("CHAOS_REDIS_KILLS", 3);
const CUT_MS = number("CHAOS_CUT_S", 5) * 1_000;
/** How long Redis refuses writes, each time, and how often it is read-only. */
const REFUSE_MS = number("CHAOS_REFUSE_S", 8) * 1_000;
const READ_ONLY = number("CHAOS_READ_ONLY", 3);
/** For how long LINE is away, once: longer than a reply token lives. */
const LINE_AWAY_MS = number("CHAOS_LINE_AWAY_S", 90) * 1_000;
const REPLY_TOKEN_SECONDS = 60;
/** Whom to kill, and what to start: all services, and every door. */
const VICTIMS = SERVICES.filter((name) => process.env["CHAOS_VICTIMS"]?.split(",").includes(name) ?? true);
const PIPELINES = process.env["CHAOS_PIPELINES"]?.split(",") ?? ["guchi", "line", "guchi-fast", "line"];
/**
 * Processes that are stopped in mid-breath until their locks are lost, and processes of each
 * service.
 */
const FREEZES = number("CHAOS_FREEZES", 2);
/** For how long the gateway may open no file and no connection more, once. */
const STARVE_MS = number("CHAOS_STARVE_S", 5) * 1_000;
const INSTANCES = number("CHAOS_INSTANCES", 1);
const MINUTES = number("CHAOS_MINUTES", 15);
/** A lock lives for 10 s, and lost ones are looked for every 5 s. */
const QUEUES_EMPTY_MS = 40_000;
const SECRET = "0123456789abcdef0123456789abcdef";
/** Over how long the jobs are posted and the faults are spread, in ms. */
const SPREAD_MS = number("CHAOS_SPREAD_S", 150) * 1_000;

const dir = await mkdtemp(join(tmpdir(), "guchi-chaos-"));
const redis = await ChaosRedis.start(dir, dice("redis"));
const line = await startFakeLine({ channelSecret: SECRET, replyTokenSeconds: REPLY_TOKEN_SECONDS });
const paid = await startPaidProviders();
const receiver = await startReceiver();
const port = await freePort();
const base = `http://localhost:${port}`;
const env = {
  ...process.env,
  ...paid.env,
  ...receiver.env,
  PORT: String(port),
  REDIS_URL: redis.proxy.url,
  DATA_DIR: dir,
  LOG_LEVEL: process.env["CHAOS_LOG_LEVEL"] ?? "fatal",
  PUBLIC_BASE_URL: "https://guchi.example",
  LINE_CHANNEL_SECRET: SECRET,
  LINE_CHANNEL_ACCESS_TOKEN: line.accessToken,
  LINE_API_BASE_URL: line.url,
  MAX_QUEUED_JOBS: "100000",
};
const fleet = new Fleet(env, INSTANCES, (since) => redis.hasRefused(since));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));
const startedAt = Date.now();
const deadline = startedAt + MINUTES * 60_000;
const watchdog = setTimeout(() => {
  console.error(`not finished after ${MINUTES} minutes`);
  process.exit(2);
}, MINUTES * 60_000);
await until("the gateway to be ready", async () => (await fetch(`${base}/readyz`)).ok);
console.log(
  `ready after ${since()}, seed ${SEED}: ${JOBS} jobs, ${KILLS} kills, ${FREEZES} freezes, Redis hurt in ${hurts().length} ways`,
);

const [accepted, kills] = await Promise.all([
  pour(JOBS, { base, line, secret: SECRET, spreadMs: SPREAD_MS, pipelines: PIPELINES, callbackUrl: receiver.url }),
  killServices(),
  hurtRedis(),
  freezeServices(),
  starveGateway(),
  failLine(),
]);
console.log(`all accepted after ${since()}, ${accepted.again} requests were sent again`);
await until("every job to end", async () => (await unfinished()) === 0);
console.log(`all at their end after ${since()}`);
const again = whoWritesAgain(accepted, line);
const door = { base, secret: SECRET, onAgain: () => (accepted.again += 1) };
await Promise.all(again.map(async (user) => deliver(stickerOf(user, line), door)));
await until("every job to end", async () => (await unfinished()) === 0);
// What a Redis that refused could not be told of is found stalled.
await until("every queue to be empty", async () => (await left()) === 0, Date.now() + QUEUES_EMPTY_MS).catch(
  () => undefined,
);
const bad = await judge({
  accepted,
  base,
  line,
  again,
  paid,
  receiver,
  kills,
  crashes: fleet.crashes,
  redisUrl: redis.url,
});
await fleet.stop();
await line.close();
await paid.close();
await receiver.close();
await redis.close();
await rm(dir, { recursive: true, force: true });
clearTimeout(watchdog);
console.log(bad.length === 0 ? "nothing lost, nothing doubled" : bad.join("\n"));
process.exitCode = bad.length === 0 ? 0 : 1;

/**
 * Kills services one after the other, spread over the time in which work comes in. Resolves to how
 * many, by service.
 */
async function killServices(): Promise<Record<string, number>> {
  const random = dice("kills");
  const kills: Record<string, number> = {};
  for (let killed = 0; killed < KILLS;) {
    await sleep((SPREAD_MS / KILLS) * (0.5 + random()));
    const name = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? "gateway";
    paid.noteKill(name);
    if (!fleet.kill(name)) continue;
    killed += 1;
    kills[name] = (kills[name] ?? 0) + 1;
  }
  return kills;
}

/**
 * Longer than a lock lives (10 s): others take the work over, and the frozen process goes on with
 * it when it thaws.
 */
async function freezeServices(): Promise<void> {
  const random = dice("freezes");
  for (let count = 0; count < FREEZES; count += 1) {
    const name = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? "gateway";
    const thawed = fleet.freeze(name, 12_000 + random() * 8_000);
    await paid.frozen(name, thawed);
    await sleep((SPREAD_MS / FREEZES) * random());
  }
}

async function failLine(): Promise<void> {
  if (LINE_AWAY_MS === 0) return;
  await sleep(SPREAD_MS * 0.2);
  console.log(`LINE: away for ${LINE_AWAY_MS / 1_000} s after ${since()}`);
  await lineAway(line, LINE_AWAY_MS);
  console.log(`LINE: back after ${since()}`);
}

async function starveGateway(): Promise<void> {
  await sleep(SPREAD_MS * dice("starving")());
  if (STARVE_MS === 0) return;
  // One that is just starting needs files to read its code from.
  await until("a gateway that listens", async () => (await fetch(`${base}/healthz`)).ok);
  await fleet.starve("gateway", STARVE_MS);
}

/**
 * What is done to Redis, one after the other: every second kill strikes it again while it comes up.
 */
function hurts(): readonly [what: string, hurt: () => Promise<void>][] {
  const kills = Array.from({ length: REDIS_KILLS }, (_, count): [string, () => Promise<void>] => {
    const twice = count % 2 === 1;
    return [twice ? "killed, and again while it comes up" : "killed", () => redis.kill(twice)];
  });
  const cut: [string, () => Promise<void>][] =
    CUT_MS === 0 ? [] : [[`cut off for ${CUT_MS / 1_000} s`, () => redis.proxy.cut(CUT_MS)]];
  const refused: [string, () => Promise<void>][] =
    REFUSE_MS === 0
      ? []
      : [
          ...Array.from({ length: READ_ONLY }, (): [string, () => Promise<void>] => [
            "read-only",
            () => redis.readOnly(REFUSE_MS),
          ]),
          ["without memory", () => redis.full(REFUSE_MS)],
          ["without disk", () => redis.diskFull(REFUSE_MS)],
          ["replaced by its replica", () => redis.switchPrimary()],
        ];
  return [...kills, ...refused, ...cut];
}

async function hurtRedis(): Promise<void> {
  const all = hurts();
  for (const [what, hurt] of all) {
    await sleep(SPREAD_MS / (all.length + 1) - (what.startsWith("killed") ? 0 : REFUSE_MS));
    console.log(`Redis: ${what} after ${since()}`);
    await paid.redisAway(hurt());
  }
}

async function unfinished(): Promise<number> {
  const client = new Redis(redis.url);
  const open = await Promise.all(Array.from({ length: SHARDS }, (_, shard) => client.zcard(keys.open(shard))));
  client.disconnect();
  return open.reduce((sum, each) => sum + each, 0);
}

async function left(): Promise<number> {
  const client = new Redis(redis.url);
  const found = await leftovers(client).finally(() => client.disconnect());
  return found.length;
}

async function until(what: string, look: () => Promise<boolean>, over = deadline): Promise<void> {
  while (Date.now() < Math.min(over, deadline)) {
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
