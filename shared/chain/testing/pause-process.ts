import Type from "typebox";
import { connectRedis } from "../redis/connect.ts";
import { timerStep, waitStep } from "../pause.ts";
import { testChain, testPipeline, testStage } from "./chain.ts";
import { until } from "./until.ts";

/** One step, a wait of a minute, a nap, one step. Its queues are its own. */
export const pauseRoute = (name: string) =>
  testPipeline({
    name,
    steps: [
      `${name}-a`,
      waitStep("approval", { schema: Type.Object({ by: Type.String() }), timeout: "60s" }),
      timerStep("nap", () => ({ inMs: 50 })),
      `${name}-b`,
    ],
  });

/** Workers for it. Each run is counted in Redis. */
export function workOnPauses(chain: ReturnType<typeof testChain>, name: string): void {
  for (const letter of ["a", "b"]) {
    chain.work(
      testStage(`${name}-${letter}`, async (_, { jobId }) => {
        await chain.redis.hincrby(`runs:${jobId}`, letter, 1);
        return {};
      }),
    );
  }
}

/**
 * As a process of its own that dies at FAULT_POINT: `node --import fault-hook.ts pause-process.ts
 * REDIS_URL NAME WHAT JOB`.
 */
if (import.meta.main) {
  const [, , url = "", name = "", what = "", job = ""] = process.argv;
  const chain = testChain({ connect: () => connectRedis(url, "worker", () => undefined) }, [pauseRoute(name)]);
  if (what === "work") workOnPauses(chain, name);
  if (what === "event") await chain.client.event(job, "approval", { by: "the one that died" }, "k");
  if (what === "wake") {
    await until("the end of this process", async () => {
      await chain.waker.pass();
      return false;
    });
  }
}
