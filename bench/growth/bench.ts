import { SWEEP_AFTER_MS } from "../../shared/chain/job/open-jobs.ts";
import { report } from "../report.ts";
import { alternate, median, wholeNumber } from "../rounds.ts";
import { startStack, type Stack } from "./stack.ts";

/**
 * Whether anything gets slower with what is there: a stack that keeps finished jobs, and then one
 * with a backlog, beside an empty one, in turn: the chain, one job, a page of the list and a scrape
 * over HTTP; and what the sweep costs over the backlog, and how soon lost entries are back.
 * `BENCH_KEPT=1000000` goes on to a million kept jobs (some 3 GB).
 */
const KEPT = [10_000, 100_000, 1_000_000].filter((jobs) => jobs <= wholeNumber("BENCH_KEPT", 100_000));
const BACKLOGS = [10_000, 100_000].filter((jobs) => jobs <= wholeNumber("BENCH_BACKLOG", 100_000));
/** An empty stack knows a few jobs, so that there is one to ask for. */
const FEW = 500;
const FLAT = 0.15;
const LOST = 5;
const GIVE_UP_MS = 60_000;

const MEASURES = [
  { of: "chains", what: "chain, 50 at once", unit: "chains/s" },
  { of: "getP50", what: "GET /jobs/{id}, p50", unit: "ms" },
  { of: "getP99", what: "GET /jobs/{id}, p99", unit: "ms" },
  { of: "list", what: "GET /jobs, p50", unit: "ms" },
  { of: "scrape", what: "GET /metrics, p50", unit: "ms" },
] as const;

const empty = await startStack("empty");
await empty.keep(FEW);
await grow("kept", KEPT, async (stack, jobs) => stack.keep(jobs));
await grow("waiting", BACKLOGS, async (stack, jobs) => stack.queue(jobs));
await empty.stop();

/** Measures a new stack beside the empty one, at each of these sizes. */
async function grow(
  how: "kept" | "waiting",
  sizes: readonly number[],
  add: (stack: Stack, jobs: number) => Promise<void>,
): Promise<void> {
  const full = await startStack("full");
  let there = 0;
  for (const size of sizes) {
    await add(full, size - there);
    there = size;
    await compare(full, `${size.toLocaleString("en")} ${how}`);
    if (how === "waiting") await sweepOver(full, `${size.toLocaleString("en")} ${how}`);
  }
  await full.stop();
}

async function compare(full: Stack, what: string): Promise<void> {
  console.log(`\n${what}`);
  for (const stack of [empty, full]) await stack.measure(); // warms up
  const [ofEmpty = [], ofFull = []] = await alternate([empty, full], async (stack) => stack.measure());
  for (const { of, unit, what: measured } of MEASURES) {
    const [base, ours] = [ofEmpty, ofFull].map((rounds) => median(rounds.map((figures) => figures[of])));
    if (base === undefined || ours === undefined) continue;
    const goal = of === "chains" ? { least: 1 - FLAT } : { most: 1 + FLAT };
    report([{ what: `${what}: ${measured}`, unit, ours, peer: { name: "empty", figure: base }, goal }]);
  }
}

async function sweepOver(full: Stack, what: string): Promise<void> {
  await full.sweep(); // the first pass knows no job
  const passes = [await full.sweep(), await full.sweep(), await full.sweep()];
  const isBack = await full.lose(LOST);
  const from = performance.now();
  while (!(await isBack()) && performance.now() - from < GIVE_UP_MS) await full.sweep();
  // They are not looked at before, and a pass may just have ended.
  const backMs = SWEEP_AFTER_MS + (passes.at(-1)?.pauseMs ?? 0) + performance.now() - from;
  report([
    {
      what: `${what}: sweep`,
      unit: "% of a core",
      ours: 100 * median(passes.map(({ share }) => share)),
      goal: { most: 5 },
    },
    { what: `${what}: lost entries are back, at the latest`, unit: "s", ours: backMs / 1_000, goal: { most: 25 } },
  ]);
}
