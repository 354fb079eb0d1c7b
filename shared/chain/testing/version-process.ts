import Type from "typebox";
import { connectRedis } from "../redis/connect.ts";
import { testChain, testPipeline, testStage } from "./chain.ts";
import { until } from "./until.ts";

/** A step of a version: a stage's name, or one with a name of its own and what its stage gets. */
type VersionStep = string | { readonly name: string; readonly stage: string; readonly gets?: object };

/** A pipeline as one version has it, as JSON. */
export interface VersionPipeline {
  readonly name: string;
  readonly steps: readonly (VersionStep | readonly VersionStep[])[];
  /** Step → the step to which it exits when its result says so. */
  readonly exits?: Readonly<Record<string, string>>;
}

/** A version of the code: its pipelines, and the stages that its process works on. */
export interface Version {
  readonly name: string;
  readonly pipelines: readonly VersionPipeline[];
  readonly works: readonly string[];
}

export function pipelineOf({ name, steps, exits = {} }: VersionPipeline) {
  const ways = Object.entries(exits).map(([from, to]) => [from, { to, when: saysSo }] as const);
  return testPipeline({
    name,
    steps: steps.map((each) => (isGroup(each) ? each.map(stepOf) : stepOf(each))),
    exits: Object.fromEntries(ways),
    output: Type.Array(Type.Unknown()),
    gather: ({ results }) => Object.values(results),
  });
}

function isGroup(step: VersionPipeline["steps"][number]): step is readonly VersionStep[] {
  return Array.isArray(step);
}

function stepOf(step: VersionStep) {
  if (typeof step === "string") return step;
  const { gets, ...more } = step;
  return gets === undefined ? more : { ...more, input: () => gets };
}

function saysSo(result: unknown): boolean {
  return typeof result === "object" && result !== null && "exits" in result && result.exits === true;
}

/**
 * As a process of its own (`node version-process.ts REDIS_URL VERSION`): works on its stages until
 * it is killed. Each run says in Redis which version ran which stage; one whose input stands under
 * `hold` waits until that is gone.
 */
if (import.meta.main) {
  const [, , url = "", json = ""] = process.argv;
  const { name, pipelines, works }: Version = JSON.parse(json);
  const chain = testChain({ connect: () => connectRedis(url, "worker", () => undefined) }, pipelines.map(pipelineOf));
  for (const stage of works) {
    const run = async (input: unknown, { jobId }: { jobId: string }) => {
      await chain.redis.rpush(`runs:${jobId}`, `${name}:${stage}`);
      await until("it to be let go on", async () => (await chain.redis.get("hold")) !== JSON.stringify(input));
      return { exits: true, input };
    };
    await chain.work(testStage(stage, run)).ready();
  }
  process.send?.("ready");
}
