import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { pino, type Logger } from "pino";
import { callBack } from "./callback.ts";
import { JobClient } from "./client.ts";
import { PLAIN, type Cipher } from "./crypto/cipher.ts";
import { subscribeToEndedJobs } from "./ended.ts";
import { jobOutput } from "./gather.ts";
import { isFinished } from "./job/actions.ts";
import type { JobRecord } from "./job/record.ts";
import { JobRecords } from "./job/records.ts";
import type { ChainLogCode } from "./log-codes.ts";
import type { Pipeline } from "./pipeline.ts";
import { Queues } from "./queues.ts";
import { connectRedis, leaveRedis, type ConnectionUse } from "./redis/connect.ts";
import { chainKeys } from "./redis/keys.ts";
import type { RedisTarget } from "./redis/target.ts";
import type { Stage } from "./stage.ts";
import type { StartOptions } from "./start-options.ts";
import { Schedules } from "./schedule/store.ts";
import { Ticker, type TickerDeps } from "./schedule/ticker.ts";
import { Sweeper } from "./sweep.ts";
import { JobWatch } from "./watch.ts";
import { WAKE_EVERY_MS, Waker } from "./waker.ts";
import { StageWorker, type StageWorkerDeps } from "./worker.ts";

const WEEK_SECONDS = 7 * 86_400;
/** A change that was missed (Redis was away) is found after this, in ms. */
const LOOK_EVERY_MS = 5_000;

export interface ChainOptions {
  /**
   * A URL such as `redis://host`, `redis+cluster://a,b` or `unix:///path` (redis/address.ts), with
   * certificates where it needs some. Redis or Valkey 6.2 or newer, with `noeviction`.
   */
  readonly redis: string | RedisTarget;
  readonly pipelines: readonly Pipeline[];
  /** Begins every key, so that several chains can share a Redis. Default: `chain`. */
  readonly prefix?: string;
  /** How long a finished job is kept, in seconds. Default: a week. */
  readonly ttlSeconds?: number;
  /** How inputs and results are kept. Default: as they are. */
  readonly cipher?: Cipher;
  /** Default: says nothing. */
  readonly log?: Logger;
}

/**
 * The job failed, was canceled or is gone, so it has no output.
 */
export class NotCompletedError extends Error {
  override readonly name = "NotCompletedError";
}

/**
 * A whole chain in one object: starts jobs, waits for what they give, works on stages. Any number
 * of processes may have one over the same Redis. A process that works on a stage also sweeps, and
 * lets jobs go on that slept, and starts those of the schedules.
 */
export class Chain {
  /** Finds and steers jobs: cancel, suspend, resume, rewind, restart, purge. */
  readonly client: JobClient;
  /** Starts jobs by cron rules, as long as some process works on a stage. */
  readonly schedules: Schedules;
  readonly #parts: Pick<StageWorkerDeps, "records" | "queues" | "pipelines" | "redis" | "log" | "instance">;
  readonly #redis: string | RedisTarget;
  readonly #connections: Redis[] = [];
  readonly #workers: StageWorker[] = [];
  readonly #closing = new AbortController();
  #subscriber: Redis | undefined;
  #watch: JobWatch | undefined;
  #sweeping: Promise<void> | undefined;
  #waking: Promise<void> | undefined;
  #ticker: Ticker | undefined;

  constructor({
    redis: target,
    pipelines,
    prefix = "chain",
    ttlSeconds = WEEK_SECONDS,
    cipher = PLAIN,
    log,
  }: ChainOptions) {
    this.#redis = target;
    const keys = chainKeys(prefix);
    const redis = this.#connect("worker");
    this.#parts = {
      redis,
      queues: new Queues(redis, { keys, onError: (error) => this.#warn("queue.failed", error, "queue error") }),
      records: new JobRecords(redis, { keys, ttlSeconds, cipher }),
      pipelines: new Map(pipelines.map((pipeline) => [pipeline.name, pipeline])),
      log: log ?? pino({ level: "silent" }),
      instance: randomUUID(),
    };
    this.client = new JobClient({ ...this.#parts, onEnded: (record) => this.#ended(record) });
    this.schedules = new Schedules({ redis, queues: this.#parts.queues, cipher });
  }

  /** Starts a job, durably. Throws as `JobClient.start` does. */
  async start(
    pipeline: string,
    input: unknown,
    options?: Pick<StartOptions, "cause" | "priority" | "startAt">,
  ): Promise<{ id: string; created: boolean }> {
    return this.client.start(pipeline, input, options);
  }

  /**
   * Waits until the job is finished. Resolves to its output. Throws NotCompletedError when it
   * failed, was canceled or is gone, and the signal's reason when that aborts.
   */
  async result(id: string, signal: AbortSignal = this.#closing.signal): Promise<unknown> {
    this.#watch ??= new JobWatch(this.#connect("subscriber"), this.#parts.queues.keys);
    const watching = await this.#watch.watch(id);
    signal.addEventListener("abort", watching.stop);
    try {
      for (;;) {
        const record = await this.client.find(id);
        if (record === undefined) throw new NotCompletedError(`There is no job ${id}`);
        if (isFinished(record.status)) return this.#outputOf(record);
        signal.throwIfAborted();
        await watching.next(LOOK_EVERY_MS);
      }
    } finally {
      signal.removeEventListener("abort", watching.stop);
      watching.stop();
    }
  }

  /** Works on a stage until `close`. Resolves when the worker is ready. */
  async work(stage: Stage, options: Pick<StageWorkerDeps, "concurrency" | "rateLimit"> = {}): Promise<void> {
    const worker = new StageWorker(stage, {
      ...this.#parts,
      ...options,
      onFinished: (record) => this.#ended(record),
    });
    this.#workers.push(worker);
    this.#subscriber ??= this.#connect("subscriber");
    const { keys } = this.#parts.queues;
    await worker.ready();
    await subscribeToEndedJobs(worker, this.#subscriber, keys, (error) =>
      this.#warn("job.ended_look_failed", error, "could not look for ended jobs"),
    );
    this.#sweeping ??= this.#sweep();
    this.#waking ??= this.#wake();
    this.#ticker ??= this.#tick();
  }

  /** Takes no more work, waits up to 8 s for what runs here, and leaves Redis. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#watch?.close();
    await Promise.all([
      this.#ticker?.close(),
      this.#sweeping,
      this.#waking,
      ...this.#workers.map((worker) => worker.close()),
    ]);
    await this.#parts.queues.close();
    for (const redis of this.#connections) leaveRedis(redis);
  }

  #connect(use: ConnectionUse): Redis {
    const redis = connectRedis(this.#redis, use, (error) => this.#warn("redis.connection", error, "Redis connection"));
    this.#connections.push(redis);
    return redis;
  }

  #outputOf(record: JobRecord): unknown {
    const pipeline = this.#parts.pipelines.get(record.pipeline);
    if (record.status === "completed" && pipeline !== undefined) return jobOutput(pipeline, record);
    const { stopped = "" } = record;
    const failure = record.layout.steps.some(({ name }) => name === stopped) ? record.step(stopped).failure : undefined;
    const why = failure === undefined ? "" : `: ${stopped}: ${failure.code}: ${failure.message}`;
    throw new NotCompletedError(`The job is ${record.status}${why}`);
  }

  async #sweep(): Promise<void> {
    const sweeper = new Sweeper({ ...this.#parts, onFinished: (record) => this.#ended(record) });
    while (!this.#closing.signal.aborted) {
      await sweeper.pass().catch((error: unknown) => this.#warn("look.failed", error, "a sweep failed"));
      await this.schedules
        .settle()
        .catch((error: unknown) => this.#warn("look.failed", error, "could not look at the schedules"));
      await sleep(sweeper.pauseMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  #tick(): Ticker {
    const { schedules, client } = this;
    const start: TickerDeps["start"] = async ({ spec }, cause) => client.start(spec.pipeline, spec.input, { cause });
    return new Ticker({ ...this.#parts, keys: this.#parts.queues.keys, schedules, start });
  }

  async #wake(): Promise<void> {
    const waker = new Waker({ ...this.#parts, client: this.client });
    while (!this.#closing.signal.aborted) {
      await waker.pass().catch((error: unknown) => this.#warn("look.failed", error, "could not look for due jobs"));
      await sleep(WAKE_EVERY_MS, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  /** Tells the job that called this one. */
  async #ended(record: JobRecord): Promise<void> {
    await callBack({ client: this.client, records: this.#parts.records }, record);
  }

  #warn(code: ChainLogCode, error: unknown, what: string): void {
    this.#parts.log.warn({ code, err: error }, what);
  }
}
