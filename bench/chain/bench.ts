import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import { connectRedis } from "../../shared/chain/redis/connect.ts";
import { startEmbeddedRedis } from "../../shared/platform/redis/embedded.ts";
import type { Conditions, Contender } from "./contender.ts";
import { flow } from "./flow.ts";
import { guchi } from "./guchi.ts";
import { plain } from "./plain.ts";

/**
 * What durability costs: four no-op stages through the product's chain beside plain BullMQ and
 * FlowProducer trees, in one run, on one Redis (AOF everysec), with the same payload and
 * concurrency. Rounds alternate and the medians are compared as ratios, since a machine's own speed
 * says nothing about the code.
 *
 * Under two loads: few chains at once, where most of the time goes into waiting for the next
 * answer, and all of them posted at once, where every queue has work waiting and each worker is as
 * busy as it gets.
 */
const ROUNDS = number("BENCH_ROUNDS", 5);
const CHAINS = number("BENCH_CHAINS", 3_000);
const WARM_UP_CHAINS = 1_000;
/** Jobs at once in each worker. */
const CONCURRENCY = 50;
/** Chains under way at once. */
const LOADS = [CONCURRENCY, CHAINS];
const PAYLOAD_BYTES = 500;

interface Figures {
  readonly chainsPerSecond: number;
  readonly p50Ms: number;
}

const dir = await mkdtemp(join(tmpdir(), "guchi-bench-"));
const server = await startEmbeddedRedis(dir);
const connections: Redis[] = [];
const conditions: Conditions = {
  connect: () => {
    const redis = connectRedis(server.url, "worker", fail);
    connections.push(redis);
    return redis;
  },
  payload: { text: "x".repeat(PAYLOAD_BYTES - '{"text":""}'.length) },
  concurrency: CONCURRENCY,
};
const makers = [plain, guchi, flow];
const contenders = await Promise.all(makers.map((make) => make(conditions)));
for (const contender of contenders) await measure(contender, WARM_UP_CHAINS, CONCURRENCY);
for (const atOnce of LOADS) await compare(atOnce);
for (const contender of contenders) await contender.close();
for (const redis of connections) redis.disconnect();
await server.stop();
await rm(dir, { recursive: true });

/** All rounds under one load, and their medians. */
async function compare(atOnce: number): Promise<void> {
  const figures = new Map<string, Figures[]>(contenders.map(({ name }) => [name, []]));
  console.log(`\n${CHAINS} chains, ${atOnce} at once`);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index] of contenders.entries()) {
      const contender = contenders[(index + round) % contenders.length];
      if (contender === undefined) continue;
      const figure = await measure(contender, CHAINS, atOnce);
      figures.get(contender.name)?.push(figure);
      console.log(`round ${round + 1}  ${line(contender.name, figure)}`);
    }
  }
  report(figures);
}

/** Runs `chains` chains, `atOnce` of them under way at any time. */
async function measure(contender: Contender, chains: number, atOnce: number): Promise<Figures> {
  const latencies: number[] = [];
  let started = 0;
  const startedAt = performance.now();
  const lane = async () => {
    while (started < chains) {
      started += 1;
      const from = performance.now();
      await contender.run();
      latencies.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { chainsPerSecond: (chains * 1_000) / (performance.now() - startedAt), p50Ms: median(latencies) };
}

function fail(error: Error): void {
  throw error;
}

function report(figures: ReadonlyMap<string, readonly Figures[]>): void {
  const medians = [...figures].map(([name, all]) => ({
    name,
    chainsPerSecond: median(all.map(({ chainsPerSecond }) => chainsPerSecond)),
    p50Ms: median(all.map(({ p50Ms }) => p50Ms)),
  }));
  const of = (name: string) => medians.find((each) => each.name === name);
  const ours = of("guchi");
  console.log(`medians of ${ROUNDS} rounds, ${PAYLOAD_BYTES} bytes, ${CONCURRENCY} jobs at once in each worker`);
  for (const each of medians) console.log(line(each.name, each));
  for (const peer of medians) {
    if (ours === undefined || peer === ours) continue;
    const speed = (ours.chainsPerSecond / peer.chainsPerSecond).toFixed(2);
    console.log(`guchi / ${peer.name}: ${speed} chains/s, ${(ours.p50Ms / peer.p50Ms).toFixed(2)} p50 latency`);
  }
}

function line(name: string, { chainsPerSecond, p50Ms }: Figures): string {
  return `${name.padEnd(14)} ${chainsPerSecond.toFixed(0).padStart(6)} chains/s  p50 ${p50Ms.toFixed(1)} ms`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function number(name: string, fallback: number): number {
  const given = Number(process.env[name] ?? fallback);
  return Number.isInteger(given) && given > 0 ? given : fallback;
}
