import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { GuchiClient } from "../../client/client.ts";
import { freePort } from "../../shared/chain/testing/port.ts";
import { startRedisServer } from "../../shared/chain/testing/redis-server.ts";
import { until } from "../../shared/chain/testing/until.ts";
import { loadInstallation } from "../../shared/platform/service/load.ts";
import { cpuSecondsOf, memoryOf } from "./processes.ts";

/**
 * What each service takes, as a process of its own beside a Redis, without keys: memory (PSS, with
 * the programs that it runs) when idle and at most under work, and CPU for each job. The requests
 * and limits of deploy/kubernetes and the sizing in docs/deploy.md come from here. Linux only.
 */
const JOBS = Number(process.env["BENCH_JOBS"] ?? 60);
const AT_ONCE = Number(process.env["BENCH_AT_ONCE"] ?? 4);
const LONGEST_MS = 180_000;
/** A service collects what its start left five seconds after it; the system has it back later. */
const IDLE_MS = 20_000;
const SAMPLE_MS = 250;
/** One in three asks for a film, so that every service has work. */
const PIPELINES = ["guchi", "guchi-fast", "movie"] as const;
const TEXT = "残業ばっかりで疲れた。上司は先に帰るし、もう無理";

const dir = await mkdtemp(join(tmpdir(), "guchi-sizes-"));
const redis = await startRedisServer();
const port = await freePort();
const env = {
  PATH: process.env["PATH"],
  REDIS_URL: redis.url,
  DATA_DIR: dir,
  PORT: String(port),
  LOG_LEVEL: "error",
};
const { services } = await loadInstallation();
const started = services.map(({ service, file }) => ({
  name: service.name,
  child: spawn(process.execPath, [file], { env, stdio: ["ignore", "inherit", "inherit"] }),
}));
process.on("SIGTERM", () => process.exit(1));
process.on("exit", () => started.forEach(({ child }) => child.kill("SIGKILL")));
const processes = [...started, { name: "redis", child: redis.process }].map(({ name, child }) => ({
  name,
  pid: child.pid ?? 0,
}));
const client = new GuchiClient({ url: `http://localhost:${port}`, patienceMs: LONGEST_MS });
const isUp = async () => (await client.stages().catch(() => undefined))?.status === "ok";
await until("every stage to have a worker", isUp, LONGEST_MS);

await sleep(IDLE_MS);
const idle = await Promise.all(processes.map(({ pid }) => memoryOf(pid)));
const idleCpu = await Promise.all(processes.map(({ pid }) => cpuSecondsOf(pid)));
await sleep(IDLE_MS);
const idleCpuAfter = await Promise.all(processes.map(({ pid }) => cpuSecondsOf(pid)));

const most = idle.slice();
const sampling = setInterval(() => void sample(), SAMPLE_MS);
const begun = performance.now();
await Promise.all(Array.from({ length: AT_ONCE }, (_, lane) => work(lane)));
const seconds = (performance.now() - begun) / 1_000;
clearInterval(sampling);
const cpu = await Promise.all(processes.map(({ pid }) => cpuSecondsOf(pid)));

console.log(`${JOBS} jobs, ${AT_ONCE} at once, in ${seconds.toFixed(1)} s; PSS in MB, CPU in ms`);
console.log("process     idle MB   most MB   idle CPU/s   CPU/job");
for (const [at, { name }] of processes.entries()) {
  const [before = 0, after = 0, end = 0] = [idleCpu[at], idleCpuAfter[at], cpu[at]];
  const cells = [
    megabytes(idle[at]),
    megabytes(most[at]),
    (((after - before) / IDLE_MS) * 1e6).toFixed(1),
    (((end - after) / JOBS) * 1e3).toFixed(0),
  ];
  console.log(name.padEnd(12) + cells.map((cell, index) => cell.padStart([7, 10, 13, 10][index] ?? 0)).join(""));
}
for (const { child } of started) child.kill("SIGTERM");
await Promise.all(started.map(async ({ child }) => child.exitCode ?? new Promise((done) => child.once("exit", done))));
await redis.stop();
await rm(dir, { recursive: true, force: true });

/** One after another, until this lane's share is done. */
async function work(lane: number): Promise<void> {
  for (let job = lane; job < JOBS; job += AT_ONCE) {
    const pipeline = PIPELINES[job % PIPELINES.length] ?? "guchi";
    const { id } = await client.start(pipeline, { text: TEXT, user: `user-${job}` });
    await client.result(id);
  }
}

async function sample(): Promise<void> {
  const now = await Promise.all(processes.map(({ pid }) => memoryOf(pid)));
  for (const [at, bytes] of now.entries()) most[at] = Math.max(most[at] ?? 0, bytes);
}

function megabytes(bytes = 0): string {
  return (bytes / 1e6).toFixed(0);
}
