import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Chain } from "@guchi/chain/chain.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { startEmbeddedRedis } from "@guchi/platform/redis/embedded.ts";
import { startProblem } from "@guchi/platform/service/run-process.ts";
import Type from "typebox";
import { pipelines } from "./pipeline.ts";
import { helloStage } from "./stage.ts";

/**
 * `npm run hello`: the whole chain in one process. A Redis of its own, a worker, one job; prints
 * what it gives.
 */
async function main(): Promise<void> {
  await using opened = new AsyncDisposableStack(); // closes in the opposite order
  const dir = await mkdtemp(join(tmpdir(), "guchi-hello-"));
  opened.defer(() => rm(dir, { recursive: true, force: true }));
  const redis = await startEmbeddedRedis(dir);
  opened.defer(() => redis.stop());
  // It is a process of its own, and Ctrl-C must not leave it behind.
  process.once("exit", () => redis.process.kill());
  const chain = new Chain({ redis: redis.url, pipelines });
  opened.defer(() => chain.close());
  await chain.work(helloStage);
  const { id } = await chain.start("hello", {});
  const greetings = parseAs(Type.Array(Type.String()), await chain.result(id));
  process.stdout.write(`${greetings.join("\n")}\n`);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
try {
  await main();
} catch (error) {
  process.stderr.write(`${startProblem("hello", error)}\n`);
  process.exitCode = 1;
}
