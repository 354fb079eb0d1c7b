import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { clusterOf } from "./redis/cluster.ts";
import { isRefused } from "./redis/unavailable.ts";
import type { ChainKeys } from "./redis/keys.ts";
import Type, { type Static } from "typebox";
import { isQueued, Name, type Layout, type LayoutStep } from "./layout.ts";
import { linkTo, type Tracer } from "./telemetry/tracer.ts";

/**
 * Version of the payload's layout. A worker fails a payload of a version that it does not know,
 * visibly.
 */
export const PAYLOAD_VERSION = 2;

/**
 * What travels in a queue: only where to look. The user's words and the results stay in the job
 * record, so that they are in one place to protect, to expire and to erase, and Bull Board has
 * nothing to hide.
 */
export const Payload = Type.Object({
  v: Type.Literal(PAYLOAD_VERSION),
  job: Type.String({ minLength: 1, maxLength: 64 }),
  step: Name,
  /** Of a map: which item, from 0 on. */
  item: Type.Optional(Type.Integer({ minimum: 0 })),
  /** W3C traceparent of what its next attempt has to do with beside the job. */
  link: Type.Optional(Type.String({ maxLength: 64 })),
});
export type Payload = Static<typeof Payload>;

/** How long finished queue entries stay visible in Bull Board. Nothing depends on them. */
export const KEEP_COMPLETED = { age: 3_600, count: 1_000 } as const;
export const KEEP_FAILED = { age: 7 * 86_400, count: 5_000 } as const;

export type StageQueue = Queue<Payload>;

/** The BullMQ id of a job at a step: the same hand-off twice is one entry. Never holds `:`. */
export function queueJobId({ job, step, item }: Pick<Payload, "job" | "step" | "item">): string {
  return item === undefined ? `${job}.${step}` : `${job}.${step}~${item}`;
}

export type EntryState = Awaited<ReturnType<StageQueue["getJobState"]>>;

/** What a queue wants to know of a job. */
export interface QueuedJob {
  readonly id: string;
  readonly pipeline: string;
  readonly priority?: number | undefined;
  readonly trace?: string | undefined;
}

/** What a queue wants to know of a step. */
export type QueuedStep = Pick<LayoutStep, "name" | "stage">;

interface QueuesOptions {
  readonly keys: ChainKeys;
  readonly onError: (error: Error) => void;
  readonly tracer?: Tracer | undefined;
}

/** One Queue for each name, over one connection, made when first asked for. */
export class Queues {
  readonly keys: ChainKeys;
  readonly redis: Redis;
  readonly #onError: (error: Error) => void;
  readonly #tracer: Tracer | undefined;
  readonly #queues = new Map<string, StageQueue>();
  /** Whether this server takes no script over the keys of a record and a queue. */
  #holdsToOneTag = false;

  constructor(redis: Redis, { keys, onError, tracer }: QueuesOptions) {
    this.keys = keys;
    this.redis = redis;
    this.#onError = onError;
    this.#tracer = tracer;
  }

  get(stage: string): StageQueue {
    const known = this.#queues.get(stage);
    if (known !== undefined) return known;
    const queue: StageQueue = new Queue<Payload>(stage, {
      connection: this.redis,
      prefix: this.keys.queuePrefix(stage),
      // The version is asked for all the same: for a Redis 5, BullMQ reads whole lists.
      skipWaitingForReady: true,
    });
    queue.on("error", this.#onError);
    // A Queue that met a connection that was not ready stays broken for ever; the next hand-off
    // makes a new one.
    queue.waitUntilReady().catch(() => this.#queues.get(stage) === queue && this.#queues.delete(stage));
    this.#queues.set(stage, queue);
    return queue;
  }

  /** Hands the job to a step. A no-op while the queue still holds the same hand-off. */
  async add({ id, pipeline, priority, trace }: QueuedJob, { name: step, stage }: QueuedStep): Promise<void> {
    const jobId = queueJobId({ job: id, step });
    const options = priority === undefined ? { jobId } : { jobId, priority };
    await this.get(stage).add(pipeline, { v: PAYLOAD_VERSION, job: id, step, ...this.#link(trace) }, options);
  }

  /**
   * The hand-off to these steps as the records' scripts take it (redis/enqueue.ts); undefined where
   * only `add` can: the job has a priority, no queue is read for a step, record and queue lie on
   * two nodes of a cluster, or the server refused it once.
   */
  entries({ id, priority, trace }: QueuedJob, steps: readonly LayoutStep[]): readonly string[] | undefined {
    const isOneServer = clusterOf(this.redis) === undefined && !this.#holdsToOneTag;
    if (!isOneServer || priority !== undefined || !steps.every(isQueued)) return undefined;
    const link = this.#link(trace);
    return steps.flatMap(({ name: step, stage }) => [
      this.#prefix(stage),
      queueJobId({ job: id, step }),
      JSON.stringify({ v: PAYLOAD_VERSION, job: id, step, ...link } satisfies Payload),
    ]);
  }

  /** The keys of the entries that a job with this id has at the steps of a layout. */
  entryKeys({ steps }: Layout, job: string): readonly string[] {
    return steps.filter(isQueued).map(({ name: step, stage }) => this.#prefix(stage) + queueJobId({ job, step }));
  }

  /**
   * Writes a record and, in the same step, these entries. Where the server refuses that (it holds
   * a script to the keys of one tag: docs/redis.md), the record alone, now and from then on:
   * `write` may then find that the refused script has made it. Resolves to what `write` told, and
   * to whether the entries are in their queues, too.
   */
  async inOneStep<Told>(
    entries: readonly string[] | undefined,
    write: (entries?: readonly string[]) => Promise<Told>,
  ): Promise<readonly [told: Told, isQueued: boolean]> {
    if (entries === undefined) return [await write(), false];
    try {
      return [await write(entries), true];
    } catch (error) {
      if (!isRefused(error)) throw error;
      this.#holdsToOneTag = true;
      return [await write(), false];
    }
  }

  /** Puts items of a map into their stage's queue, each a no-op as `add` is. */
  async addItems(
    { id: job, pipeline, priority, trace }: QueuedJob,
    step: QueuedStep,
    items: readonly number[],
  ): Promise<void> {
    if (items.length === 0) return;
    const link = this.#link(trace);
    const entries = items.map((item) => ({
      name: pipeline,
      data: { v: PAYLOAD_VERSION, job, step: step.name, item, ...link } as const,
      opts: { jobId: queueJobId({ job, step: step.name, item }), ...(priority !== undefined && { priority }) },
    }));
    await this.get(step.stage).addBulk(entries);
  }

  /** What has become of an item's entry. */
  async itemState({ id: job }: QueuedJob, { name: step, stage }: QueuedStep, item: number): Promise<EntryState> {
    return this.get(stage).getJobState(queueJobId({ job, step, item }));
  }

  /** Takes what is left of an item's entry out of the queue, unless a worker holds it. */
  async removeItem({ id: job }: QueuedJob, { name: step, stage }: QueuedStep, item: number): Promise<void> {
    await this.get(stage).remove(queueJobId({ job, step, item }));
  }

  /** What the keys of a queue begin with. */
  #prefix(stage: string): string {
    return `${this.keys.queuePrefix(stage)}:${stage}:`;
  }

  #link(trace: string | undefined): Pick<Payload, "link"> {
    const link = linkTo(this.#tracer, trace);
    return link === undefined ? {} : { link };
  }

  /** Closes the queues; the connection is its owner's to close. */
  async close(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
  }
}
