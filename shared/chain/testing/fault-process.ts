import { connectRedis } from "../redis/connect.ts";
import { StageError } from "../errors.ts";
import { testChain, testPipeline, testStage } from "./chain.ts";

/**
 * The pipeline of the crash matrix: one step, a parallel group, one step. Its queues are its own.
 */
export const matrixRoute = (name: string) =>
  testPipeline({ name, steps: [`${name}-a`, [`${name}-b`, `${name}-c`], `${name}-d`] });

/**
 * Workers for it. Each run of a stage is counted in Redis, so that a process that dies leaves its
 * trace.
 */
export function workOn(chain: ReturnType<typeof testChain>, name: string): void {
  for (const letter of ["a", "b", "c", "d"]) {
    chain.work(
      testStage(`${name}-${letter}`, async (input, { jobId, paid }) => {
        await chain.redis.hincrby(`runs:${jobId}`, letter, 1);
        if (letter === "a") await paid("dear", 0.5);
        const { fail } = input as { fail?: boolean };
        if (fail === true && letter === "d" && (await chain.redis.get("mended")) === null) {
          throw new StageError("On purpose.", { code: "provider_refused", class: "refused" });
        }
        return { by: process.pid };
      }),
    );
  }
}

/**
 * As a process of its own that dies at FAULT_POINT: `node --import fault-hook.ts fault-process.ts
 * REDIS_URL NAME WHAT JOB`.
 */
if (import.meta.main) {
  const [, , url = "", name = "", what = "", job = ""] = process.argv;
  const chain = testChain({ connect: () => connectRedis(url, "worker", () => undefined) }, [matrixRoute(name)]);
  if (what === "work") workOn(chain, name);
  const cause = job === "" ? {} : { cause: job };
  if (what === "start") await chain.client.start(name, {}, cause);
  // With a priority, record and queue are two steps.
  if (what === "start in two steps") await chain.client.start(name, {}, { ...cause, priority: 1 });
  if (what === "cancel" || what === "suspend" || what === "resume" || what === "rewind") await chain.client[what](job);
  if (what === "purge") await chain.client.purge(job);
}
