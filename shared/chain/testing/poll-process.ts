import Type from "typebox";
import { connectRedis } from "../redis/connect.ts";
import { repeatStep } from "../repeat.ts";
import { testChain, testPipeline, testStage } from "./chain.ts";
import { until } from "./until.ts";

const Anything = Type.Record(Type.String(), Type.Unknown());

/** A step that will do the second time. */
export const pollRoute = testPipeline({
  name: "poll",
  steps: [
    repeatStep(
      { name: "poll", input: Anything, output: Anything },
      { every: "200ms", within: "10m", until: (result) => JSON.stringify(result) === '{"count":2}' },
    ),
  ],
});

/** Workers for it. Each run is counted in Redis. */
export function workOnPoll({ work, redis }: ReturnType<typeof testChain>): void {
  work(testStage("poll", async (_, { jobId }) => ({ count: await redis.incr(`runs:${jobId}`) })));
}

/** As a process of its own that wakes jobs until it dies at FAULT_POINT. */
if (import.meta.main) {
  const [, , url = ""] = process.argv;
  const chain = testChain({ connect: () => connectRedis(url, "worker", () => undefined) }, [pollRoute]);
  await until("the end of this process", async () => {
    await chain.waker.pass();
    return false;
  });
}
