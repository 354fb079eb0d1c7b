import Type from "typebox";
import { callBack } from "../callback.ts";
import { callStep } from "../call/call.ts";
import { connectRedis } from "../redis/connect.ts";
import { StageError } from "../errors.ts";
import type { JobRecord } from "../job/record.ts";
import { testChain, testPipeline, testStage } from "./chain.ts";
import { until } from "./until.ts";

const Anything = Type.Record(Type.String(), Type.Unknown());

/** `NAME`: a step, a call of `NAME-child`, a step. The child: one step. All queues are its own. */
export function callRoutes(name: string) {
  const child = testPipeline({ name: `${name}-child`, steps: [`${name}-c`] });
  const pipeline = { name: child.name, input: Anything, output: Anything };
  const called = callStep("called", { pipeline, input: ({ input }) => input });
  return [testPipeline({ name, steps: [`${name}-a`, called, `${name}-b`] }), child];
}

/** The chain, which tells of each end as a service does. */
export function callChain(redis: Parameters<typeof testChain>[0], name: string) {
  const chain = testChain(redis, callRoutes(name));
  return { ...chain, onFinished: async (record: JobRecord) => callBack(chain, record) };
}

/** Workers for it. Each run is counted in Redis; `c` fails as long as there is a `fails:NAME`. */
export function workOnCalls(chain: ReturnType<typeof callChain>, name: string, letters = ["a", "b", "c"]): void {
  for (const letter of letters) {
    const run = async (_: unknown, { jobId }: { readonly jobId: string }) => {
      await chain.redis.hincrby(`runs:${name}`, letter, 1);
      if (letter === "c" && (await chain.redis.get(`fails:${name}`)) !== null) {
        throw new StageError("On purpose.", { code: "provider_refused", class: "refused" });
      }
      return { ran: letter, jobId };
    };
    chain.work(testStage(`${name}-${letter}`, run), { onFinished: chain.onFinished });
  }
}

/**
 * As a process of its own that dies at FAULT_POINT: `node --import fault-hook.ts call-process.ts
 * REDIS_URL NAME WHAT JOB`.
 */
if (import.meta.main) {
  const [, , url = "", name = "", what = "", job = ""] = process.argv;
  const chain = callChain({ connect: () => connectRedis(url, "worker", () => undefined) }, name);
  if (what === "work") workOnCalls(chain, name);
  if (what === "work on the child") workOnCalls(chain, name, ["c"]);
  if (what === "cancel" || what === "suspend" || what === "resume" || what === "rewind") await chain.client[what](job);
  if (what === "purge") await chain.client.purge(job);
  if (what === "wake") {
    await until("the end of this process", async () => {
      await chain.waker.pass();
      return false;
    });
  }
}
