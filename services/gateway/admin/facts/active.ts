import type { JobClient } from "@guchi/chain/client.ts";
import type { Queues, StageQueue } from "@guchi/chain/queues.ts";
import type { Redis } from "ioredis";
import { readHeadOrNone } from "./read-head.ts";

/** Entries of a queue that are looked at. */
const MOST_SEEN = 100;
/** A step that its process died over so often is what kills it. */
const MANY_CRASHES = 2;

/** A job at a step over which processes died again and again. */
export interface Crashing {
  readonly job: string;
  readonly pipeline: string;
  readonly step: string;
  readonly count: number;
}

/** What the workers of a stage have in hand now. */
export interface Active {
  /** For how long the attempt that runs for the longest does, in seconds. */
  readonly runningSeconds?: number;
  readonly crashing: readonly Crashing[];
}

interface Deps {
  readonly redis: Pick<Redis, "exists">;
  readonly queues: Queues;
  readonly client: Pick<JobClient, "findHead">;
}

/** What is under way at each stage, by its name. */
export async function lookAtActive(deps: Deps, stages: readonly string[]): Promise<ReadonlyMap<string, Active>> {
  const all = stages.map(async (stage) => [stage, await activeOf(deps.queues.get(stage), deps)] as const);
  return new Map(await Promise.all(all));
}

async function activeOf(queue: StageQueue, { redis, client }: Deps): Promise<Active> {
  const entries = await queue.getActive(0, MOST_SEEN - 1);
  const [begun, crashing] = await Promise.all([
    Promise.all(entries.map(async (entry) => begunAt(redis, queue, entry))),
    Promise.all(entries.map(async (entry) => crashesOf(entry, client))),
  ]);
  const known = begun.filter((at) => at !== undefined);
  return {
    ...(known.length > 0 && { runningSeconds: Math.max(0, Date.now() - Math.min(...known)) / 1_000 }),
    crashing: crashing.filter((each) => each !== undefined),
  };
}

type Entry = Awaited<ReturnType<StageQueue["getActive"]>>[number];

/** Since when a worker is at it; undefined: its process died, and nobody is. */
async function begunAt(
  redis: Deps["redis"],
  queue: StageQueue,
  { id, processedOn }: Entry,
): Promise<number | undefined> {
  if (id === undefined || processedOn === undefined) return undefined;
  return (await redis.exists(`${queue.toKey(id)}:lock`)) === 0 ? undefined : processedOn;
}

async function crashesOf(
  { stalledCounter, data: { job, step } }: Entry,
  client: Deps["client"],
): Promise<Crashing | undefined> {
  if (stalledCounter < MANY_CRASHES) return undefined;
  const record = await readHeadOrNone(client, job);
  const count = stalledCounter - (record?.step(step).base.stalls ?? 0);
  return record === undefined || count < MANY_CRASHES ? undefined : { job, pipeline: record.pipeline, step, count };
}
