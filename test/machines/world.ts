import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { SHARDS } from "../../shared/chain/redis/keys.ts";
import { until } from "../../shared/chain/testing/until.ts";
import { keys } from "../../shared/platform/redis/keys.ts";
import { whoWritesAgain } from "../chaos/line-verdict.ts";
import { pour, type Accepted } from "../chaos/load.ts";
import { startPaidProviders } from "../chaos/paid.ts";
import { startReceiver } from "../chaos/receiver.ts";
import { judge, leftovers } from "../chaos/verdict.ts";
import { deliver, stickerOf } from "../chaos/webhook.ts";
import { startFakeLine } from "../fakes/line/server.ts";
import { Host } from "./host.ts";
import { mediaProblems } from "./media.ts";
import { laySwitch, Machine } from "./network.ts";
import { balance, reachable } from "./relay.ts";
import { startRedis, startS3 } from "./stores.ts";

/**
 * Two hosts with a gateway and all stages each, a Redis and an S3 store on machines of their own,
 * and a load balancer before the gateways; LINE, OpenAI and who is called back are outside. While
 * jobs and messages come in, a host is cut off, one stands still, and a new version is rolled
 * through. Ends by itself, with code 0 when nothing was lost and nothing doubled.
 */
const JOBS = 80;
const SPREAD_MS = 50_000;
/** While the new version is rolled through. */
const MORE_JOBS = 40;
const MORE_SPREAD_MS = 30_000;
/** Longer than a lock lives (10 s): the other host takes the work over. */
const CUT_MS = 20_000;
const FROZEN_MS = 15_000;
const MINUTES = 10;
const END_MS = 120_000;
const SECRET = "0123456789abcdef0123456789abcdef";
const API_KEY = "a-key-of-sixteen-characters-and-more";
const PIPELINES = ["guchi", "line", "guchi-fast", "line"];

const startedAt = Date.now();
const watchdog = setTimeout(() => {
  process.stderr.write(`not finished after ${MINUTES} minutes\n`);
  process.exit(2);
}, MINUTES * 60_000);
const dir = await mkdtemp(join(tmpdir(), "guchi-machines-"));
await laySwitch();
const [line, paid, receiver] = await Promise.all([
  startFakeLine({ channelSecret: SECRET }),
  startPaidProviders(),
  startReceiver(),
]);
const [{ url, primaryUrl: redisUrl }, s3Env] = await Promise.all([startRedis(dir), startS3()]);
const env = {
  ...process.env,
  ...receiver.env,
  ...s3Env,
  OPENAI_API_KEY: paid.env.OPENAI_API_KEY,
  OPENAI_BASE_URL: await reachable(paid.env.OPENAI_BASE_URL),
  REDIS_URL: url,
  LOG_LEVEL: process.env["CHAOS_LOG_LEVEL"] ?? "fatal",
  API_KEYS: API_KEY,
  API_RATE_LIMIT: "100000/60",
  PUBLIC_BASE_URL: "https://guchi.example",
  LINE_CHANNEL_SECRET: SECRET,
  LINE_CHANNEL_ACCESS_TOKEN: line.accessToken,
  LINE_API_BASE_URL: await reachable(line.url),
};
const machines = await Promise.all([Machine.start("host-a", 1), Machine.start("host-b", 2)]);
const [a, b] = machines.map((machine) => new Host(machine, env, dir)) as [Host, Host];
await Promise.all([a.start(), b.start()]);
const base = await balance([a.target, b.target]);
await until("the load balancer", async () => (await fetch(`${base}/healthz`).catch(() => undefined))?.ok);
tell("two hosts are ready");

const callbackUrl = await reachable(receiver.url);
const door = { base, line, secret: SECRET, pipelines: PIPELINES, callbackUrl, apiKey: API_KEY };
const [first] = await Promise.all([pour(JOBS, { ...door, spreadMs: SPREAD_MS }), hurt()]);
const [second] = await Promise.all([pour(MORE_JOBS, { ...door, spreadMs: MORE_SPREAD_MS }), roll()]);
const accepted: Accepted = {
  jobs: new Map([...first.jobs, ...second.jobs]),
  users: new Map([...first.users, ...second.users]),
  takenBack: [...first.takenBack, ...second.takenBack],
  again: first.again + second.again,
};
tell(`all accepted, ${accepted.again} requests were sent again`);
await allEnded();
const again = whoWritesAgain(accepted, line);
const insisting = { base, secret: SECRET, onAgain: () => (accepted.again += 1) };
await Promise.all(again.map(async (user) => deliver(stickerOf(user, line), insisting)));
await allEnded();
tell("all at their end");

const kills = { "host-a cut off": 1, "host-b frozen": 1, "rolled through": 2 };
const crashes = [...a.crashes, ...b.crashes];
const bad = [
  ...(await judge({ accepted, base, apiKey: API_KEY, line, again, paid, receiver, kills, crashes, redisUrl })),
  ...(await mediaProblems({ accepted, base, apiKey: API_KEY, gateways: [a.url, b.url] })),
];
await Promise.all([a.stop(), b.stop()]);
bad.push(...[...a.crashes, ...b.crashes].filter((crash) => !crashes.includes(crash)));
clearTimeout(watchdog);
await rm(dir, { recursive: true, force: true });
tell(bad.length === 0 ? "nothing lost, nothing doubled" : bad.join("\n"));
process.exit(bad.length === 0 ? 0 : 1); // what else runs here ends with us

/** One host is cut off, then the other one stands still; each comes back. */
async function hurt(): Promise<void> {
  await sleep(3_000);
  tell(`host-a is cut off for ${CUT_MS / 1_000} s`);
  await struck(a.cutOff(CUT_MS));
  await a.ready();
  tell(`host-a is back; host-b stands still for ${FROZEN_MS / 1_000} s`);
  await struck(b.freeze(FROZEN_MS));
  await b.ready();
  tell("host-b is back");
}

/** What a host has in hand meanwhile may be paid for again by the other one. */
async function struck(back: Promise<void>): Promise<void> {
  await Promise.all([...paid.counts().map(async ({ part }) => paid.frozen(part, back)), back]);
}

/** Each host is stopped in order and started anew, while the other one works. */
async function roll(): Promise<void> {
  for (const host of [a, b]) {
    await sleep(3_000);
    tell(`${host.machine.name} stops for its new version`);
    await host.stop();
    await host.start();
    tell(`${host.machine.name} is back with it`);
  }
}

async function allEnded(): Promise<void> {
  const redis = new Redis(redisUrl);
  const shards = Array.from({ length: SHARDS }, (_, shard) => keys.open(shard));
  const open = async () => Promise.all(shards.map(async (key) => redis.zcard(key)));
  await until("every job to end", async () => (await open()).every((count) => count === 0), END_MS);
  const left = async () => (await leftovers(redis)).length;
  await until("every queue to be empty", async () => (await left()) === 0, END_MS).catch(() => undefined);
  redis.disconnect();
}

function tell(what: string): void {
  process.stdout.write(`${((Date.now() - startedAt) / 1_000).toFixed(0)} s: ${what}\n`);
}
