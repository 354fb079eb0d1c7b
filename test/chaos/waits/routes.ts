import { setTimeout as sleep } from "node:timers/promises";
import { mapStep } from "@guchi/chain/map/map.ts";
import { timerStep, waitStep } from "@guchi/chain/pause.ts";
import { testChain, testPipeline, testStage } from "@guchi/chain/testing/chain.ts";
import { connectRedis } from "@guchi/chain/redis/connect.ts";
import Type from "typebox";

const Anything = Type.Record(Type.String(), Type.Unknown());
const item = { name: "item", input: Anything, output: Anything };

/** What the runs kill processes over. */
export const routes = [
  testPipeline({
    name: "all",
    steps: [mapStep(({ input }) => itemsOf(input), item, { name: "items", concurrency: 50 }), "after"],
  }),
  testPipeline({ name: "nap", steps: [timerStep("sleep", ({ input }) => ({ at: timeOf(input) })), "after"] }),
  testPipeline({ name: "idle", steps: [waitStep("approval", { schema: Anything, timeout: "30d" }), "after"] }),
];

function itemsOf(input: unknown): unknown {
  const { n } = input as { n: number };
  return Array.from({ length: n }, (_, at) => ({ at }));
}

function timeOf(input: unknown): number {
  return (input as { at: number }).at;
}

/** The chain over this Redis, and its workers. */
export function chainOver(url: string) {
  return testChain({ connect: (use = "worker") => connectRedis(url, use, () => undefined) }, routes);
}

export async function workOn({ work, redis }: ReturnType<typeof chainOver>): Promise<void> {
  const last = async (_: unknown, { jobId }: { jobId: string }) => {
    await redis.rpush(`runs:after:${jobId}`, Date.now());
    return {};
  };
  await work(
    testStage("after", last, { concurrency: 50, retry: { attempts: 20, backoffMs: 0, maxBackoffMs: 0 } }),
  ).ready();
  const one = async (input: unknown, { jobId }: { jobId: string }) => {
    await redis.hincrby(`runs:items:${jobId}`, String((input as { at: number }).at), 1);
    await sleep(2);
    return { got: (input as { at: number }).at };
  };
  await work(testStage("item", one, { concurrency: 25 })).ready();
}
