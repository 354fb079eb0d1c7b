import { pino } from "pino";
import { startTestGateway } from "../../services/gateway/testing.ts";
import { queueJobId } from "../../shared/chain/queues.ts";
import { Sweeper } from "../../shared/chain/sweep.ts";
import { PIPELINES } from "../../shared/contracts/pipelines.ts";
import { keys } from "../../shared/platform/redis/keys.ts";
import { guchi } from "../chain/guchi.ts";
import { inLanes, quantile } from "../rounds.ts";
import { cpuSecondsOfAll } from "../sizes/processes.ts";

/** Jobs that are made at the same time. */
const BATCH = 500;
const CHAINS = 600;
const CHAINS_AT_ONCE = 50;
const REQUESTS = 400;
const LISTS = 40;
const PAYLOAD = { text: "x".repeat(489) };
/** The first stage of `guchi`, on which nobody works here. */
const STEP = { name: "sentiment", stage: "sentiment" };

/** A gateway, a Redis and workers of a chain of no-ops, that keep jobs or have a backlog. */
export type Stack = Awaited<ReturnType<typeof startStack>>;

export async function startStack(name: string) {
  const gateway = await startTestGateway();
  const { records, redis, queues, client } = gateway;
  const layout = PIPELINES.get("guchi")?.layout;
  if (layout === undefined) throw new Error("There is no pipeline guchi");
  await records.keepLayout(layout);
  const chain = await guchi({ connect: () => redis.connect(), payload: PAYLOAD, concurrency: 50 });
  const log = pino({ level: "silent" });
  const sweeper = new Sweeper({ records, queues, pipelines: PIPELINES, log });
  const pids = [process.pid, redis.server.process.pid ?? 0];
  const known: string[] = [];
  const input = { text: "疲れた" };

  const keepOne = async () => {
    const job = { id: crypto.randomUUID(), pipeline: "guchi" };
    known.push(job.id);
    await records.create({ ...job, layout, input, fingerprint: "" });
    const attempt = { ...job, step: STEP.name, number: 1, begunAt: Date.now(), worker: "bench", told: false };
    const outcome = { result: { provider: "bench" }, provider: "bench" };
    await records.settle(attempt, { outcome, follows: "complete", skipped: [], siblings: [] });
  };
  const queueOne = async () => {
    const { id } = await client.start("guchi", input);
    known.push(id);
    // As if it had been unfinished for long.
    await queues.redis.zadd(keys.openOf(id), "XX", 1, id);
  };
  const any = () => known[Math.floor(Math.random() * known.length)] ?? "";
  const get = async (path: string) => {
    const response = await fetch(gateway.app.listeningOrigin + path);
    await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  };
  return {
    name,
    /** Adds finished jobs, through the scripts that write every job. */
    keep: async (jobs: number) => makeAll(jobs, keepOne),
    /** Adds jobs that wait. */
    queue: async (jobs: number) => makeAll(jobs, queueOne),
    measure: async () => {
      const jobs = await timesOf(REQUESTS, async () => get(`/jobs/${any()}?history=true`));
      const list = await timesOf(LISTS, async () => get("/jobs"));
      const scrape = await timesOf(LISTS, async () => get("/metrics"));
      const speed = await chainsPerSecond(async () => chain.run());
      const [getP50, getP99] = [quantile(jobs, 0.5), quantile(jobs, 0.99)];
      return { chains: speed, getP50, getP99, list: quantile(list, 0.5), scrape: quantile(scrape, 0.5) };
    },
    /** One pass of the sweep over all of them; `share`: of a core, with the pause that follows. */
    sweep: async () => {
      const [from, cpu] = [performance.now(), await cpuSecondsOfAll(pids)];
      await sweeper.pass();
      const seconds = (performance.now() - from) / 1_000;
      const busy = (await cpuSecondsOfAll(pids)) - cpu;
      return { seconds, share: busy / (seconds + sweeper.pauseMs / 1_000), pauseMs: sweeper.pauseMs };
    },
    /** Takes entries out of the queue, as a Redis that lost them would have. */
    lose: async (entries: number) => {
      const lost = known.slice(-entries);
      for (const job of lost) await queues.get(STEP.stage).remove(queueJobId({ job, step: STEP.name }));
      return async () => {
        const ids = lost.map((job) => queueJobId({ job, step: STEP.name }));
        const states = await Promise.all(ids.map(async (id) => queues.get(STEP.stage).getJobState(id)));
        return states.every((state) => state === "waiting");
      };
    },
    stop: async () => {
      await chain.close();
      await gateway.stop();
    },
  };
}

async function makeAll(jobs: number, one: () => Promise<void>): Promise<void> {
  for (let made = 0; made < jobs; made += BATCH) await Promise.all(Array.from({ length: BATCH }, one));
}

async function timesOf(times: number, once: () => Promise<void>): Promise<readonly number[]> {
  const all: number[] = [];
  for (let count = 0; count < times; count += 1) {
    const from = performance.now();
    await once();
    all.push(performance.now() - from);
  }
  return all;
}

async function chainsPerSecond(run: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await inLanes(CHAINS, CHAINS_AT_ONCE, run);
  return (CHAINS * 1_000) / (performance.now() - from);
}
