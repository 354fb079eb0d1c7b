import Type from "typebox";
import { mapStep } from "../map/map.ts";
import { connectRedis } from "../redis/connect.ts";
import { testChain, testPipeline, testStage } from "./chain.ts";

const Anything = Type.Record(Type.String(), Type.Unknown());
export const ITEMS = 12;

/** A map over twelve items, three at a time; one step. Its queues are its own. */
export const mapRoute = (name: string) => {
  const items = Array.from({ length: ITEMS }, (_, at) => ({ at }));
  const stage = { name: `${name}-item`, input: Anything, output: Anything };
  return testPipeline({ name, steps: [mapStep(items, stage, { name: "all", concurrency: 3 }), `${name}-z`] });
};

/** Workers for it, with so many items in hand at most. Each run is counted in Redis. */
export function workOnMap(chain: ReturnType<typeof testChain>, name: string, concurrency = 4): void {
  for (const letter of ["item", "z"]) {
    chain.work(
      testStage(
        `${name}-${letter}`,
        async (input, { jobId, item }) => {
          await chain.redis.hincrby(`runs:${jobId}`, item === undefined ? letter : String(item), 1);
          return item === undefined ? {} : { got: input };
        },
        { concurrency },
      ),
    );
  }
}

/**
 * As a process of its own that dies at FAULT_POINT: `node --import fault-hook.ts map-process.ts
 * REDIS_URL NAME WHAT`.
 */
if (import.meta.main) {
  const [, , url = "", name = "", what = ""] = process.argv;
  const chain = testChain({ connect: () => connectRedis(url, "worker", () => undefined) }, [mapRoute(name)]);
  if (what === "start") await chain.client.start(name, {}, { cause: name });
  if (what === "work") workOnMap(chain, name);
  if (what === "work singly") workOnMap(chain, name, 1);
}
