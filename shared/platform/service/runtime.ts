import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import { callBack } from "@guchi/chain/callback.ts";
import { JobClient } from "@guchi/chain/client.ts";
import type { Cipher } from "@guchi/chain/crypto/cipher.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import type { RecentRecords } from "@guchi/chain/job/recent-records.ts";
import { JobRecords } from "@guchi/chain/job/records.ts";
import { Queues } from "@guchi/chain/queues.ts";
import type { ConnectionUse } from "@guchi/chain/redis/connect.ts";
import { noteErased } from "@guchi/chain/redis/erased.ts";
import { Replicas } from "@guchi/chain/redis/replicas.ts";
import { ofRedis } from "@guchi/chain/redis/trouble.ts";
import { subscribeToEndedJobs } from "@guchi/chain/ended.ts";
import type { Stage } from "@guchi/chain/stage.ts";
import { jobsFinished, jobsStarted } from "@guchi/chain/telemetry/chain-metrics.ts";
import { Metrics } from "@guchi/chain/telemetry/metrics.ts";
import type { Tracer } from "@guchi/chain/telemetry/tracer.ts";
import { StageWorker } from "@guchi/chain/worker.ts";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Settings, Variables } from "../config/settings.ts";
import type { StageSettings } from "../config/stage-settings.ts";
import { dataKey, type DataKey } from "../crypto/data-key.ts";
import { createLog } from "../log/log.ts";
import { openMediaStore } from "../media/open-store.ts";
import { watchStores } from "../media/shared-store.ts";
import type { MediaStore } from "../media/store.ts";
import { keys } from "../redis/keys.ts";
import { redisTarget } from "../redis/target.ts";
import { NO_TRACING, type Tracing } from "../telemetry/tracing.ts";
import { Connections } from "./connections.ts";
import { startHeartbeat } from "./heartbeat.ts";
import type { Installation } from "./installation.ts";
import type { Erasing } from "./kept.ts";
import { leaveWhileAway } from "./leave-while-away.ts";
import { StartError } from "./start-error.ts";

/** How long a stop waits for Redis to take the last counts, in ms. */
const LAST_COUNTS_MS = 500;

/** What runs in a process and can be stopped. */
export interface Running {
  close(): Promise<void>;
}

interface ClientOptions {
  readonly replicas?: number | undefined;
  readonly recent?: RecentRecords;
}

interface Options<Own extends Variables> {
  /** The service's name. */
  readonly name: string;
  readonly config: Settings<Own>;
  readonly installation: Installation;
  readonly log?: Logger;
  readonly tracing?: Tracing;
}

/** What each service gets: settings, log, Redis, media. Made once a service, closed last. */
export class Runtime<Own extends Variables = Variables> {
  readonly config: Settings<Own>;
  readonly log: Logger;
  readonly installation: Installation;
  readonly media: MediaStore;
  /**
   * Host and a random part: two processes never share it, and a container's health check finds its
   * own.
   */
  readonly instance = `${hostname()}-${randomBytes(4).toString("hex")}`;
  readonly redis: Redis;
  readonly metrics = new Metrics();
  readonly tracer: Tracer;
  readonly #connections: Connections;
  readonly #dataKey: DataKey;
  readonly #stopMetrics: () => Promise<void>;
  readonly #tracing: Tracing;
  readonly #workers: StageWorker[] = [];
  #stopWatching: () => void = () => undefined;
  #subscriber: Redis | undefined;

  constructor({ name, config, installation, log = createLog(name, config), tracing = NO_TRACING }: Options<Own>) {
    const target = redisTarget(config);
    // `requireRedis` has said it better.
    if (target === undefined) throw new StartError("REDIS_URL must be set");
    this.config = config;
    this.installation = installation;
    this.log = log;
    this.#tracing = tracing;
    this.tracer = tracing.tracer;
    this.media = openMediaStore(config);
    this.#dataKey = dataKey(config.DATA_KEY);
    this.#connections = new Connections(target, log);
    this.redis = this.connect("worker");
    this.#stopMetrics = this.metrics.keepFlushing(this.redis, keys.metrics, (error) =>
      this.log.warn({ code: "metrics.not_sent", err: error }, "metrics"),
    );
  }

  /** Every pipeline, those of the extensions included, by name. */
  get pipelines(): Installation["pipelines"] {
    return this.installation.pipelines;
  }

  /** How texts are kept in Redis. */
  get cipher(): Cipher {
    return this.#dataKey.cipher;
  }

  /** A connection that `close` ends. */
  connect(use: ConnectionUse): Redis {
    return this.#connections.connect(use);
  }

  /** Learns up to when texts were kept unsealed. Says what DATA_KEY does not open. */
  async readKeyMark(): Promise<void> {
    const { plainUntil, isOtherKeys } = await this.#dataKey.learn(this.redis);
    if (isOtherKeys) {
      const what = "DATA_KEY cannot decrypt what this Redis holds: its jobs answer 503 until it can";
      this.log.warn({ code: "data_key.other" }, what);
    }
    if (plainUntil > 0) {
      const what = "Data older than DATA_KEY is not encrypted; run `npx --no guchi reseal` to encrypt it";
      this.log.info({ code: "data_key.unsealed_data" }, what);
    }
  }

  /**
   * Warns when others on this Redis keep media elsewhere. For services that read or write media.
   */
  async watchMedia(): Promise<void> {
    this.#stopWatching = await watchStores({ redis: this.redis, media: this.media, log: this.log });
  }

  /** What the environment says of a stage that the service declares; TypeError for another one. */
  stageSettings(stage: string): StageSettings {
    const settings = this.config.stages[stage];
    if (settings === undefined) throw new TypeError(`The service does not declare the stage "${stage}"`);
    return settings;
  }

  /**
   * Starts a worker for a stage that the service declares, with what the environment says of it,
   * and its heartbeat. `atOnce`: jobs that it takes at once, in place of the stage's concurrency.
   */
  async work(stage: Stage, { atOnce }: { readonly atOnce?: number } = {}): Promise<Running> {
    const { concurrency, rateLimit } = this.stageSettings(stage.name);
    const queues = this.queues();
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
      tracer: this.tracer,
      onStarted: (pipeline) => this.metrics.count(jobsStarted, { pipeline }),
      onFinished: (record) => callBack({ client, records }, record),
      onGone: (id, record) => this.#erase(id, this.#erasing(client, this.redis, record)),
      concurrency: atOnce ?? concurrency,
      rateLimit,
    });
    this.#workers.push(worker);
    this.#subscriber ??= this.connect("subscriber"); // one serves all workers of the process
    const listening = subscribeToEndedJobs(worker, this.#subscriber, keys, (error) =>
      this.log.warn({ code: "job.ended_look_failed", err: error }, "could not look for ended jobs"),
    );
    await Promise.all([worker.ready(), listening]);
    const quiet = startHeartbeat(this.redis, stage.name, this.instance, (error) =>
      this.log.warn({ code: "heartbeat.failed", err: error }, "heartbeat"),
    );
    return {
      close: async () => {
        await Promise.all([quiet(), worker.close()]);
        await queues.close();
      },
    };
  }

  /** The queues over this connection; who asks for them closes them. */
  queues(redis = this.redis): Queues {
    const onError = (error: Error) => this.log.warn({ code: "queue.failed", err: ofRedis(error) }, "queue error");
    return new Queues(redis, { keys, onError, tracer: this.tracer });
  }

  records(redis = this.redis, recent?: RecentRecords): JobRecords {
    return new JobRecords(redis, { keys, ttlSeconds: this.config.JOB_TTL, cipher: this.cipher, recent });
  }

  /**
   * Starts and steers jobs over the connection of `queues`; confirms nothing that is not on so many
   * `replicas`; keeps what it read for a moment where there is `recent`.
   */
  client(queues: Queues, { replicas = 0, recent }: ClientOptions = {}): JobClient {
    const records = this.records(queues.redis, recent);
    const ended = (record: JobRecord, status: "canceled" | "completed" | "failed") => {
      this.metrics.count(jobsFinished, { pipeline: record.pipeline, status });
      return callBack({ client, records }, record);
    };
    const client: JobClient = new JobClient({
      records,
      queues,
      pipelines: this.pipelines,
      log: this.log,
      tracer: this.tracer,
      replicas: replicas === 0 ? undefined : new Replicas(queues.redis, replicas),
      onStarted: (pipeline) => this.metrics.count(jobsStarted, { pipeline }),
      onEnded: ended,
      eraseFirst: (id, record) => this.#eraseFirst(id, this.#erasing(client, queues.redis, record)),
      eraseTraces: (id, record) => this.#erase(id, this.#erasing(client, queues.redis, record)),
    });
    return client;
  }

  /** Erases what only the record leads to. */
  async #eraseFirst(job: string, erasing: Erasing): Promise<void> {
    await Promise.all(this.installation.keeps.map(async ({ eraseFirst }) => eraseFirst?.(job, erasing)));
  }

  /** Erases all that is kept of a purged job beside its record and its queue entries. */
  async #erase(job: string, erasing: Erasing): Promise<void> {
    await Promise.all([
      this.media.removeJob(job),
      this.#eraseFirst(job, erasing),
      ...this.installation.keeps.map(async ({ erase }) => erase?.(job, erasing)),
    ]);
    await noteErased(erasing.redis, keys);
  }

  #erasing(client: JobClient, redis: Redis, record: JobRecord | undefined): Erasing {
    return {
      redis,
      record,
      cipher: this.cipher,
      jobTtlSeconds: this.config.JOB_TTL,
      pipelineOf: async (id) => this.records(redis).pipelineOf(id),
      purge: async (id) => client.purge(id),
    };
  }

  /**
   * Closes what runs over this runtime, then the runtime. A Redis that does not answer is not
   * waited for: once no stage is at work here any more, or its time is over, what still waits for
   * Redis is let go. The sweep, or whoever finds the entry stalled, goes on with it.
   */
  async stop(running: Running): Promise<void> {
    const closed = new AbortController();
    const isIdle = () => this.#workers.every((worker) => worker.isIdle);
    const leave = () => this.#connections.leave();
    const leaving = leaveWhileAway({ redis: this.redis, isIdle, leave }, closed.signal);
    try {
      await running.close();
    } finally {
      closed.abort();
      await leaving;
      await this.close();
    }
  }

  async close(): Promise<void> {
    this.#stopWatching();
    const lastCounts = Promise.race([
      this.#stopMetrics().catch(() => undefined),
      setTimeout(LAST_COUNTS_MS, undefined, { ref: false }),
    ]);
    await Promise.all([lastCounts, this.#tracing.close()]);
    this.#connections.leave();
  }
}
