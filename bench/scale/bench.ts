import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Chain } from "../../shared/chain/chain.ts";
import { startOwnRedis } from "../own-redis.ts";
import { report } from "../report.ts";
import { alternate, inLanes, median, wholeNumber } from "../rounds.ts";
import { cpuSecondsOfAll } from "../sizes/processes.ts";
import { pipeline } from "./pipeline.ts";

/**
 * Whether twice the workers do twice the work: 1, 2 and 4 processes for each of four stages, whose
 * provider takes 50 ms. Each takes one job at a time, so that no core fills: that would be the
 * machine's end and not the chain's. What the processes take of a core is told beside it.
 */
const WORKERS = [1, 2, 4];
const STAGES = pipeline.layout.steps.length;
const PROVIDER_MS = wholeNumber("BENCH_PROVIDER_MS", 50);
const CONCURRENCY = 1;
/** Of linear. */
const GOAL = 0.9;
/** For each worker of a stage, so that every round takes as long. */
const CHAINS_PER_WORKER = wholeNumber("BENCH_CHAINS", 100);

const redis = await startOwnRedis();
const chain = new Chain({ redis: redis.url, pipelines: [pipeline] });
const children: ChildProcess[] = [];
process.on("exit", () => children.forEach((child) => child.kill("SIGKILL")));
const contenders = WORKERS.map((workers) => ({ name: `${workers} a stage`, workers }));
const rounds = await alternate(contenders, measure);
const [alone = Number.NaN] = rounds.map((figures) => median(figures.map(({ chainsPerSecond }) => chainsPerSecond)));
for (const [at, { workers, name }] of contenders.entries()) {
  const figures = rounds[at] ?? [];
  const cores = median(figures.map((each) => each.cores));
  const peer = { name: `linear (${cores.toFixed(2)} cores busy)`, figure: alone * workers };
  const ours = median(figures.map(({ chainsPerSecond }) => chainsPerSecond));
  const what = `scale-out, ${name}, provider ${PROVIDER_MS} ms`;
  report([{ what, unit: "chains/s", ours, peer, goal: { least: GOAL } }]);
}
await chain.close();
await redis.stop();

/** So many workers a stage until their chains are done; `cores`: all processes together. */
async function measure({ workers }: { readonly workers: number }) {
  const begun = Array.from({ length: workers * STAGES }, async (_, at) => startWorker(at % STAGES));
  const pids = [...(await Promise.all(begun)).map(({ pid = 0 }) => pid), redis.pid, process.pid];
  const lanes = workers * STAGES * CONCURRENCY * 2; // each queue has work waiting
  await inLanes(lanes, lanes, run); // warms up
  const cpu = await cpuSecondsOfAll(pids);
  const from = performance.now();
  await inLanes(CHAINS_PER_WORKER * workers, lanes, run);
  const seconds = (performance.now() - from) / 1_000;
  const cores = ((await cpuSecondsOfAll(pids)) - cpu) / seconds;
  await Promise.all(children.splice(0).map(stopWorker));
  return { chainsPerSecond: (CHAINS_PER_WORKER * workers) / seconds, cores };
}

async function startWorker(stage: number): Promise<ChildProcess> {
  const args = [redis.url, stage, PROVIDER_MS, CONCURRENCY].map(String);
  const child = fork(join(import.meta.dirname, "worker.ts"), args);
  children.push(child);
  await once(child, "message");
  return child;
}

async function stopWorker(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.disconnect();
  await exited;
}

async function run(): Promise<void> {
  const { id } = await chain.start(pipeline.name, { text: "x" });
  await chain.result(id);
}
