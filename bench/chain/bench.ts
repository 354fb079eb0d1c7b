import { report } from "../report.ts";
import { startOwnRedis } from "../own-redis.ts";
import { alternate, inLanes, median, ROUNDS, wholeNumber } from "../rounds.ts";
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
const CHAINS = wholeNumber("BENCH_CHAINS", 3_000);
const WARM_UP_CHAINS = 1_000;
/** Jobs at once in each worker. */
const CONCURRENCY = 50;
/** Chains under way at once. */
const LOADS = [
  { load: "50 at once", atOnce: CONCURRENCY, goals: { speed: 0.87, p50: 1.15 } },
  { load: "all queues full", atOnce: CHAINS, goals: { speed: 0.78, p50: 1.25 } },
];
/** Of FlowProducer, under either load: ahead in both. */
const OF_FLOW = { speed: 1, p50: 1 };
const PAYLOAD_BYTES = 500;

interface Figures {
  readonly chainsPerSecond: number;
  readonly p50Ms: number;
}

const redis = await startOwnRedis();
const conditions: Conditions = {
  connect: redis.connect,
  payload: { text: "x".repeat(PAYLOAD_BYTES - '{"text":""}'.length) },
  concurrency: CONCURRENCY,
};
const makers = [guchi, plain, flow];
const contenders = await Promise.all(makers.map((make) => make(conditions)));
for (const contender of contenders) await measure(contender, WARM_UP_CHAINS, CONCURRENCY);
for (const load of LOADS) await compare(load);
for (const contender of contenders) await contender.close();
await redis.stop();

/** All rounds under one load, and their medians. */
async function compare({ load, atOnce, goals }: (typeof LOADS)[number]): Promise<void> {
  console.log(`\n${CHAINS} chains of ${PAYLOAD_BYTES} bytes, ${atOnce} at once, ${ROUNDS} rounds`);
  const rounds = await alternate(contenders, async (contender) => measure(contender, CHAINS, atOnce));
  const [ours, ofPlain, ofFlow] = rounds.map(medians);
  if (ours === undefined || ofPlain === undefined || ofFlow === undefined) return;
  const peers = [
    { name: "plain BullMQ", figures: ofPlain, goals },
    { name: "FlowProducer", figures: ofFlow, goals: OF_FLOW },
  ];
  for (const { name, figures, goals } of peers) {
    report([
      {
        what: `chain, ${load}`,
        unit: "chains/s",
        ours: ours.chainsPerSecond,
        peer: { name, figure: figures.chainsPerSecond },
        goal: { least: goals.speed },
      },
      {
        what: `chain, ${load}, p50`,
        unit: "ms",
        ours: ours.p50Ms,
        peer: { name, figure: figures.p50Ms },
        goal: { most: goals.p50 },
      },
    ]);
  }
}

function medians(rounds: readonly Figures[]): Figures {
  return {
    chainsPerSecond: median(rounds.map(({ chainsPerSecond }) => chainsPerSecond)),
    p50Ms: median(rounds.map(({ p50Ms }) => p50Ms)),
  };
}

/** Runs `chains` chains, `atOnce` of them under way at any time. */
async function measure(contender: Contender, chains: number, atOnce: number): Promise<Figures> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  await inLanes(chains, atOnce, async () => {
    const from = performance.now();
    await contender.run();
    latencies.push(performance.now() - from);
  });
  return { chainsPerSecond: (chains * 1_000) / (performance.now() - startedAt), p50Ms: median(latencies) };
}
