import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startTestServer, type TestServer } from "@guchi/chain/testing/redis.ts";
import { approvals } from "./approvals.ts";
import { chainOver } from "./routes.ts";

const PROCESS = new URL("./process.ts", import.meta.url);
const RUNS: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  approvals: async () => approvals({ url, dir, redis: chain.redis, killRedis }),
  map,
  timers,
  memory,
};

const dir = await mkdtemp(join(tmpdir(), "waits-"));
let redis: TestServer = await startTestServer(dir);
const { url } = redis;
const chain = chainOver(url);
const children = new Map<string, ChildProcess>();
let starts = 0;

function start(what: string): void {
  starts += 1;
  const name = `${what}-${starts}`;
  const child = fork(PROCESS, [what, url], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  children.set(name, child);
}

function kill(what: string): void {
  const names = [...children.keys()].filter((name) => name.startsWith(what));
  const name = names[Math.floor(Math.random() * names.length)];
  if (name === undefined) return;
  children.get(name)?.kill("SIGKILL");
  children.delete(name);
  start(what);
}

/** Kills Redis with -9; it comes back over what it has written. */
async function killRedis(): Promise<void> {
  const ended = once(redis.process, "exit");
  redis.process.kill("SIGKILL");
  await ended;
  await sleep(500);
  redis = await startTestServer(dir);
}

async function finished(ids: readonly string[], withinMs: number): Promise<number> {
  const deadline = Date.now() + withinMs;
  for (let left = [...ids]; ;) {
    const records = await Promise.all(left.map(async (id) => [id, await chain.records.readHead(id)] as const));
    left = records.flatMap(([id, record]) => (record?.status === "completed" ? [] : [id]));
    if (left.length === 0 || Date.now() > deadline) return left.length;
    await sleep(1_000);
  }
}

/** A map over 10,000 items while its workers die 20 times. */
async function map(): Promise<readonly string[]> {
  for (const what of ["worker", "worker", "gateway"]) start(what);
  const { id } = await chain.client.start("all", { n: 10_000 });
  const begun = Date.now();
  for (let kills = 0; kills < 20; kills += 1) {
    await sleep(1_500);
    kill("worker");
  }
  const left = await finished([id], 300_000);
  const result = (await chain.records.read(id))?.step("items").result as { got: number }[] | undefined;
  const inOrder = result?.length === 10_000 && result.every(({ got }, at) => got === at);
  const runs = Object.values(await chain.redis.hgetall(`runs:items:${id}`)).reduce(
    (sum, each) => sum + Number(each),
    0,
  );
  const joins = (await chain.records.history(id)).filter((entry) => entry?.[1] === "completed" && entry[2] === "items");
  return [
    `a map over 10,000 items, 20 kills: ${left === 0 ? "finished" : "UNFINISHED"} in ${(Date.now() - begun) / 1_000} s,`,
    `${inOrder ? "each result once and in order" : "WRONG RESULTS"}, ${joins.length} fan-in, ${runs - 10_000} items run again`,
  ];
}

/** 200 timers that are due while Redis is restarted, and after it. */
async function timers(): Promise<readonly string[]> {
  for (const what of ["worker", "gateway", "gateway"]) start(what);
  await sleep(3_000);
  const from = Date.now() + 6_000;
  const due = Array.from({ length: 200 }, (_, at) => from + at * 60);
  const ids = await Promise.all(due.map(async (at) => (await chain.client.start("nap", { at })).id));
  await sleep(from - Date.now() - 3_000);
  await killRedis();
  const left = await finished(ids, 60_000);
  const late: number[] = [];
  let twice = 0;
  for (const [index, id] of ids.entries()) {
    const times = await chain.redis.lrange(`runs:after:${id}`, 0, -1);
    if (times.length !== 1) twice += 1;
    late.push(Number(times[0]) - (due[index] ?? 0));
  }
  late.sort((a, b) => a - b);
  return [
    `200 timers over a restart of Redis: ${left} unfinished, ${twice} that fired other than once,`,
    `${late[0]} to ${late.at(-1)} ms after their time (median ${late[100]} ms)`,
  ];
}

const used = async () => Number(/used_memory:(\d+)/.exec(await chain.redis.info("memory"))?.[1]);
const cpu = async () => {
  const [, sys = 0, user = 0] =
    /used_cpu_sys:([\d.]+)\s+used_cpu_user:([\d.]+)/.exec(await chain.redis.info("cpu")) ?? [];
  return Number(sys) + Number(user);
};

/** What jobs cost that wait. */
async function memory(): Promise<readonly string[]> {
  start("gateway");
  const count = Number(process.argv[3] ?? 100_000);
  const before = await used();
  for (let done = 0; done < count; done += 500) {
    await Promise.all(Array.from({ length: 500 }, () => chain.client.start("idle", { text: "a short complaint" })));
  }
  await sleep(5_000);
  const perJob = ((await used()) - before) / count;
  const [cpuBefore, at] = [await cpu(), Date.now()];
  await sleep(60_000);
  const share = (100 * ((await cpu()) - cpuBefore)) / ((Date.now() - at) / 1_000);
  return [`${count} waiting jobs: ${Math.round(perJob)} bytes of Redis each, ${share.toFixed(2)} % of a core in Redis`];
}

const run = RUNS[process.argv[2] ?? ""];
if (run === undefined) process.stderr.write(`Say one of: ${Object.keys(RUNS).join(", ")}\n`);
else for (const line of await run()) process.stdout.write(`${line}\n`);
for (const child of children.values()) child.kill("SIGKILL");
chain.redis.disconnect();
await redis.stop();
await rm(dir, { recursive: true, force: true });
process.exit();
