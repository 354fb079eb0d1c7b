import { testChain, testPipeline, testStage } from "./chain.ts";
import { connectRedis } from "../redis/connect.ts";

/** A process with a worker that begins its stage and never ends it: for a test to kill. */
const [, , url = "", stage = ""] = process.argv;
const connect = () => connectRedis(url, "worker", () => undefined);
const chain = testChain({ connect }, [
  testPipeline({ name: stage.split("-")[0] ?? "", steps: [stage, `${stage}-end`] }),
]);
chain.work(testStage(stage, () => new Promise(() => undefined), { timeoutMs: 600_000 }));
