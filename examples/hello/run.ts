import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobOutput } from "@guchi/chain/route.ts";
import { JobWatch } from "@guchi/chain/watch.ts";
import { isFinished } from "@guchi/chain/job/actions.ts";
import { gather, type JobRecord } from "@guchi/chain/job/record.ts";
import { readSettings } from "@guchi/platform/config/settings.ts";
import { startEmbeddedRedis } from "@guchi/platform/redis/embedded.ts";
import { installationOf } from "@guchi/platform/service/installation.ts";
import { startProblem } from "@guchi/platform/service/run-process.ts";
import { Runtime } from "@guchi/platform/service/runtime.ts";
import { pipelines } from "./pipeline.ts";
import { service } from "./service.ts";
import { keys } from "@guchi/platform/redis/keys.ts";

/** A change that was missed (Redis was away) is found after this, in ms. */
const LOOK_EVERY_MS = 5_000;

/** `npm run hello`: the whole chain in one process. A Redis of its own, a worker, one job; prints what it answers. */
async function main(): Promise<void> {
  await using opened = new AsyncDisposableStack(); // closes in the opposite order
  const dir = await mkdtemp(join(tmpdir(), "guchi-hello-"));
  opened.defer(() => rm(dir, { recursive: true, force: true }));
  const redis = await startEmbeddedRedis(dir);
  opened.defer(() => redis.stop());
  process.once("exit", () => redis.process.kill()); // it is a process of its own, and Ctrl-C must not leave it behind
  const config = readSettings(service, { LOG_LEVEL: "warn", DATA_DIR: dir, REDIS_URL: redis.url });
  const runtime = new Runtime({ name: service.name, config, installation: installationOf(pipelines, [service]) });
  opened.defer(() => runtime.close());
  const worker = await service.start(runtime);
  opened.defer(() => worker.close());

  const queues = runtime.queues();
  opened.defer(() => queues.close());
  const { id } = await runtime.client(queues).start("hello", {});
  const output = outputOf(runtime, await finished(runtime, id));
  process.stdout.write(`${output.join("\n")}\n`);
}

/** The record of the job once it is finished. */
async function finished(runtime: Runtime, id: string): Promise<JobRecord> {
  const watching = await new JobWatch(runtime.connect("subscriber"), keys).watch(id);
  for (;;) {
    const record = await runtime.records().read(id);
    if (record !== undefined && isFinished(record.status)) return record;
    await watching.next(LOOK_EVERY_MS, new AbortController().signal);
  }
}

function outputOf({ pipelines }: Runtime, record: JobRecord): readonly unknown[] {
  const pipeline = pipelines.get(record.pipeline);
  const output = pipeline && jobOutput(pipeline, gather(record, pipeline.positions.length));
  if (record.status !== "completed" || !Array.isArray(output)) throw new Error(`The job is ${record.status}`);
  return output;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
try {
  await main();
} catch (error) {
  process.stderr.write(`${startProblem("hello", error)}\n`);
  process.exitCode = 1;
}
