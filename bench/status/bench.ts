import { startTestGateway } from "../../services/gateway/testing.ts";
import { PIPELINES } from "../../shared/contracts/pipelines.ts";
import type { JobRecords } from "../../shared/chain/job/records.ts";

/**
 * Whether asking for a job and listing jobs get slower with what is kept: the same requests while
 * 1,000 and while 200,000 finished jobs are kept, as ratios. Goal: the same order.
 */
const FEW = 1_000;
const MANY = number("BENCH_JOBS", 200_000);
const REQUESTS = 500;

const gateway = await startTestGateway();
const ids: string[] = [];
const layout = PIPELINES.get("guchi")?.layout ?? fail();

await gateway.records.keepLayout(layout);
await keep(FEW);
await measure(); // warms up
const few = await measure();
const startedAt = performance.now();
await keep(MANY - FEW);
console.log(`${MANY} jobs kept after ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
const many = await measure();
for (const [name, before] of Object.entries(few)) {
  const after = many[name] ?? Number.NaN;
  console.log(
    `${name.padEnd(24)} p50 ${before.toFixed(2)} ms with ${FEW}, ${after.toFixed(2)} ms with ${MANY}: ${(after / before).toFixed(2)}`,
  );
}
await gateway.stop();

/** Adds finished jobs, through the scripts that write every job. */
async function keep(jobs: number): Promise<void> {
  for (let made = 0; made < jobs; made += 500) {
    await Promise.all(Array.from({ length: 500 }, () => finished(gateway.records)));
  }
}

async function finished(records: JobRecords): Promise<void> {
  const id = crypto.randomUUID();
  ids.push(id);
  await records.create({ id, pipeline: "guchi", layout, input: { text: "疲れた" }, fingerprint: "" });
  const attempt = {
    id,
    pipeline: "guchi",
    step: "sentiment",
    number: 1,
    begunAt: Date.now(),
    worker: "bench",
    told: false,
  };
  const outcome = { result: { provider: "bench" }, provider: "bench" };
  await records.settle(attempt, { outcome, follows: "complete", skipped: [], siblings: [] });
}

/** Median times in ms of requests made one after the other. */
async function measure(): Promise<Record<string, number>> {
  const base = gateway.app.listeningOrigin;
  const timed = async (path: () => string) => {
    const times: number[] = [];
    for (let count = 0; count < REQUESTS; count += 1) {
      const from = performance.now();
      const response = await fetch(base + path());
      await response.text();
      if (!response.ok) throw new Error(`${path()} answered ${response.status}`);
      times.push(performance.now() - from);
    }
    return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
  };
  return {
    "GET /jobs/{id}": await timed(() => `/jobs/${any()}?history=true`),
    "GET /jobs": await timed(() => "/jobs"),
    "GET /jobs?status=failed": await timed(() => "/jobs?status=failed"),
  };
}

function any(): string {
  return ids[Math.floor(Math.random() * ids.length)] ?? "";
}

function number(name: string, fallback: number): number {
  const given = Number(process.env[name] ?? fallback);
  return Number.isInteger(given) && given > 0 ? given : fallback;
}

function fail(): never {
  throw new Error("There is no pipeline guchi");
}
