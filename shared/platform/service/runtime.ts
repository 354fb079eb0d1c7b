import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { PIPELINES } from "@guchi/contracts/pipelines.ts";
import { callBack } from "@guchi/chain/callback.ts";
import { JobClient } from "@guchi/chain/client.ts";
import { Queues } from "@guchi/chain/queues.ts";
import type { Stage } from "@guchi/chain/stage.ts";
import { DRAIN_MS, StageWorker } from "@guchi/chain/worker.ts";
import type { Config } from "../config/config.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import { cipherFor, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import { readKeyMark } from "../crypto/key-mark.ts";
import { JobRecords } from "@guchi/chain/job/records.ts";
import { createLog } from "../log/log.ts";
import { FsMediaStore } from "../media/fs-store.ts";
import { watchStores } from "../media/shared-store.ts";
import type { MediaStore } from "../media/store.ts";
import { connectRedis, leaveRedis, type ConnectionUse } from "@guchi/chain/redis/connect.ts";
import { noteErased } from "@guchi/chain/redis/erased.ts";
import { keys } from "../redis/keys.ts";
import { eraseCare } from "@guchi/contracts/memory/care-memory.ts";
import { eraseSaid } from "@guchi/contracts/memory/last-said.ts";
import { ofRedis } from "@guchi/chain/redis/trouble.ts";
import { Metrics } from "@guchi/chain/telemetry/metrics.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { StartError } from "./start-error.ts";
import { stageSettings } from "./stage-settings.ts";
import { jobsFinished, jobsStarted } from "@guchi/chain/telemetry/chain-metrics.ts";

/** How long a stop waits for Redis to take the last counts, in ms. */
const LAST_COUNTS_MS = 500;
/** A Redis that takes longer for a PING counts as away at a stop, in ms. */
const ANSWER_MS = 1_000;
const LOOK_EVERY_MS = 200;

/** What runs in a process and can be stopped. */
export interface Running {
  close(): Promise<void>;
}

/**
 * Erases what a service keeps of a purged job, over the given connection. `record`: as it was,
 * where that is still known.
 */
export type Eraser = (job: string, redis: Redis, record?: JobRecord) => Promise<void>;

/** A service: what `npm start`, a container and `services/all.ts` start. */
export interface Service {
  readonly name: string;
  start(runtime: Runtime): Promise<Running>;
}

/** What each service gets: configuration, log, Redis, media. Made once a service, closed last. */
export class Runtime {
  readonly config: Config;
  readonly log: Logger;
  /** Every pipeline, those of the extensions included, by name. */
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly media: MediaStore;
  /**
   * Host and a random part: two processes never share it, and a container's health check finds its
   * own.
   */
  readonly instance: string;
  readonly redis: Redis;
  readonly metrics = new Metrics();
  /** How texts are kept in Redis. */
  readonly cipher: Cipher;
  #plainUntil = 0;
  #markedAt = 0;
  #stopWatching: () => void = () => undefined;
  readonly #stopMetrics: () => Promise<void>;
  readonly #redisUrl: string;
  readonly #connections: Redis[] = [];
  readonly #erasers: Eraser[] = [];
  readonly #workers: StageWorker[] = [];
  #subscriber: Redis | undefined;

  constructor(
    config: Config,
    service: string,
    pipelines: ReadonlyMap<string, Pipeline> = PIPELINES,
    log = createLog(service, config.LOG_LEVEL),
  ) {
    if (config.REDIS_URL === undefined) throw new StartError("REDIS_URL must be set"); // requireRedis has said it better
    this.config = config;
    this.cipher = cipherFor(
      config.DATA_KEY,
      () => this.#plainUntil,
      () => this.#markedAt,
    );
    this.pipelines = pipelines;
    this.log = log;
    this.media = new FsMediaStore(join(config.DATA_DIR, "media"));
    this.instance = `${hostname()}-${randomBytes(4).toString("hex")}`;
    this.#redisUrl = config.REDIS_URL;
    this.redis = this.connect("worker");
    this.#stopMetrics = this.metrics.keepFlushing(this.redis, keys.metrics, (error) =>
      this.log.warn({ err: error }, "metrics"),
    );
  }

  /** A connection that `close` ends. */
  connect(use: ConnectionUse): Redis {
    const redis = connectRedis(this.#redisUrl, use, (error) =>
      this.log.warn({ err: ofRedis(error), use }, "Redis connection"),
    );
    this.#connections.push(redis);
    return redis;
  }

  /** Learns up to when texts were kept unsealed. Says what DATA_KEY does not open. */
  async readKeyMark(): Promise<void> {
    const { plainUntil, markedAt, isOtherKeys } = await readKeyMark(
      this.redis,
      this.cipher,
      this.config.DATA_KEY !== undefined,
    );
    this.#plainUntil = plainUntil;
    this.#markedAt = markedAt;
    if (isOtherKeys) this.log.warn("DATA_KEY does not open what this Redis holds: its jobs answer 503 until it does");
    if (plainUntil > 0) this.log.info("What is older than DATA_KEY is not encrypted; `npx guchi reseal` mends that");
  }

  /**
   * Warns when others on this Redis keep media elsewhere. For services that read or write media.
   */
  async watchMedia(): Promise<void> {
    this.#stopWatching = await watchStores({ redis: this.redis, media: this.media, log: this.log });
  }

  /** Starts a worker for the stage, with what the environment says of it, and its heartbeat. */
  async work(stage: Stage): Promise<Running> {
    const onError = (error: Error) => this.log.warn({ err: ofRedis(error) }, "queue error");
    const queues = new Queues(this.redis, { keys, onError: onError });
    const records = this.records();
    const client = this.client(queues);
    const worker = new StageWorker(stage, {
      records,
      queues,
      pipelines: this.pipelines,
      redis: this.redis,
      log: this.log,
      instance: this.instance,
      metrics: this.metrics,
      onFinished: (record) => callBack({ client, records }, record),
      onGone: (id, record) => this.#erase(id, this.redis, record),
      ...stageSettings(this.config, stage.name),
    });
    this.#workers.push(worker);
    await Promise.all([worker.ready(), this.#onEnded(worker)]);
    const quiet = startHeartbeat(this.redis, stage.name, this.instance, (error) =>
      this.log.warn({ err: error }, "heartbeat"),
    );
    return {
      close: async () => {
        await Promise.all([quiet(), worker.close()]);
        await queues.close();
      },
    };
  }

  /**
   * Tells the worker of each job that is canceled or purged. One connection serves all workers of
   * the process.
   */
  async #onEnded(worker: StageWorker): Promise<void> {
    this.#subscriber ??= this.connect("subscriber");
    const subscriber = this.#subscriber;
    subscriber.on("message", (_, id: string) => worker.jobEnded(id));
    // What is published while nobody is subscribed is lost: the worker looks itself, once nothing
    // more can be missed.
    const subscribe = async () => {
      await subscriber.subscribe(keys.ended);
      await worker.abortEnded();
    };
    subscriber.on("ready", () => {
      subscribe().catch((error: unknown) => this.log.warn({ err: error }, "could not look for ended jobs"));
    });
    await subscribe();
  }

  /**
   * Lets a purge erase this as well, besides record, queue entries and media. An eraser may be
   * called twice.
   */
  alsoErase(eraser: Eraser): void {
    this.#erasers.push(eraser);
  }

  async #erase(job: string, redis: Redis, record?: JobRecord): Promise<void> {
    await Promise.all([this.media.removeJob(job), ...this.#erasers.map(async (erase) => erase(job, redis, record))]);
    await noteErased(redis, keys);
  }

  records(redis = this.redis): JobRecords {
    return new JobRecords(redis, { keys, ttlSeconds: this.config.JOB_TTL, cipher: this.cipher });
  }

  /** Starts and steers jobs over the connection of `queues`. */
  client(queues: Queues): JobClient {
    const records = this.records(queues.redis);
    const finished = (record: JobRecord) => {
      this.metrics.count(jobsFinished, { pipeline: record.pipeline, status: "canceled" });
      return callBack({ client, records }, record);
    };
    const client: JobClient = new JobClient({
      records,
      queues,
      pipelines: this.pipelines,
      onStarted: (pipeline) => this.metrics.count(jobsStarted, { pipeline }),
      onCanceled: finished,
      eraseFirst: async (id, record) => {
        await Promise.all([eraseSaid(id, queues.redis, record), eraseCare(id, queues.redis, record)]);
      },
      eraseTraces: (id, record) => this.#erase(id, queues.redis, record),
    });
    return client;
  }

  /**
   * Closes what runs over this runtime, then the runtime. A Redis that does not answer is not
   * waited for: once no stage is at work here any more, or its time is over, what still waits for
   * Redis is let go. The sweep, or whoever finds the entry stalled, goes on with it.
   */
  async stop(running: Running): Promise<void> {
    const closed = new AbortController();
    const leaving = this.#leaveWhileAway(closed.signal);
    try {
      await running.close();
    } finally {
      closed.abort();
      await leaving;
      await this.close();
    }
  }

  async #leaveWhileAway(closed: AbortSignal): Promise<void> {
    const drained = performance.now() + DRAIN_MS;
    const mayLeave = () => performance.now() > drained || this.#workers.every(({ isIdle }) => isIdle);
    while (!closed.aborted) {
      const answers = await this.#redisAnswers(closed);
      if (!answers && mayLeave() && !closed.aborted) return this.#leave();
      await setTimeout(LOOK_EVERY_MS, undefined, { signal: closed }).catch(() => undefined);
    }
  }

  async #redisAnswers(closed: AbortSignal): Promise<boolean> {
    const answer = this.redis.ping().then(
      () => true,
      () => false,
    );
    return Promise.race([answer, setTimeout(ANSWER_MS, false, { signal: closed }).catch(() => true)]);
  }

  #leave(): void {
    for (const redis of this.#connections) leaveRedis(redis);
  }

  async close(): Promise<void> {
    this.#stopWatching();
    await Promise.race([
      this.#stopMetrics().catch(() => undefined),
      setTimeout(LAST_COUNTS_MS, undefined, { ref: false }),
    ]);
    this.#leave();
  }
}
