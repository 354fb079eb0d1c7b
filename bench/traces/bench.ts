import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pino } from "pino";
import Type from "typebox";
import { parseAs } from "../../shared/chain/schema.ts";
import { startOtel } from "../../shared/platform/telemetry/otel.ts";
import type { Conditions, Contender } from "../chain/contender.ts";
import { guchi } from "../chain/guchi.ts";
import { startOwnRedis } from "../own-redis.ts";
import { alternate, inLanes, median, wholeNumber } from "../rounds.ts";

/**
 * What traces cost: four no-op stages without them, with one job in ten traced, and with all, in
 * one process and one run; rounds alternate, and what counts are ratios of medians. CPU time is
 * told beside speed: it is what a busy machine tells truly. Fails where one in ten takes more than
 * a tenth of the speed.
 */
const ROUNDS = wholeNumber("BENCH_ROUNDS", 7);
const CHAINS = wholeNumber("BENCH_CHAINS", 2_000);
const WARM_UP_CHAINS = 1_000;
const CONCURRENCY = 50;
/** What one in ten may take of the speed. */
const MOST = 0.1;

const redis = await startOwnRedis();
const collector = fork(join(import.meta.dirname, "collector.ts"));
const [address]: unknown[] = await once(collector, "message");
const { port } = parseAs(Type.Object({ port: Type.Integer() }), address);
const conditions: Conditions = {
  connect: redis.connect,
  payload: { text: "x".repeat(480) },
  concurrency: CONCURRENCY,
};
const traced = (ratio: number) =>
  startOtel({
    serviceName: "bench",
    resource: {},
    url: `http://127.0.0.1:${port}/v1/traces`,
    headers: {},
    sampler: "parentbased_traceidratio",
    ratio,
    log: pino(),
  });
const [some, all] = [traced(0.1), traced(1)];
const contenders = [
  await guchi(conditions, "untraced"),
  await guchi(conditions, "one-in-ten", some.tracer),
  await guchi(conditions, "all", all.tracer),
];
for (const contender of contenders) await measure(contender, WARM_UP_CHAINS);
const figures = await alternate(contenders, async (contender) => measure(contender, CHAINS), ROUNDS);
const [plain, tenth] = contenders.map((contender, index) => {
  const rounds = figures[index] ?? [];
  const medians = { speed: median(rounds.map(({ speed }) => speed)), cpuUs: median(rounds.map(({ cpuUs }) => cpuUs)) };
  console.log(
    `${contender.name.padEnd(11)} ${medians.speed.toFixed(0).padStart(6)} chains/s  ${medians.cpuUs.toFixed(0).padStart(5)} µs CPU a chain`,
  );
  return medians;
});
if (plain !== undefined && tenth !== undefined) {
  const [slower, dearer] = [1 - tenth.speed / plain.speed, tenth.cpuUs / plain.cpuUs - 1];
  console.log(`one in ten: ${(slower * 100).toFixed(1)} % fewer chains/s, ${(dearer * 100).toFixed(1)} % more CPU`);
  if (slower > MOST) process.exitCode = 1;
}
for (const contender of contenders) await contender.close();
await Promise.all([some.close(), all.close()]);
collector.disconnect();
await redis.stop();

/** Runs so many chains, CONCURRENCY of them under way at any time. */
async function measure(contender: Contender, chains: number): Promise<{ speed: number; cpuUs: number }> {
  const [cpu, from] = [process.cpuUsage(), performance.now()];
  await inLanes(chains, CONCURRENCY, async () => contender.run());
  const seconds = (performance.now() - from) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { speed: chains / seconds, cpuUs: (user + system) / chains };
}
