import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { PIPELINES } from "../chain/pipelines.ts";
import { Queues } from "../chain/queues.ts";
import type { Stage } from "../chain/stage.ts";
import { StageWorker } from "../chain/worker.ts";
import type { Config } from "../config/config.ts";
import { JobRecords } from "../job/records.ts";
import { createLog } from "../log/log.ts";
import { FsMediaStore } from "../media/fs-store.ts";
import type { MediaStore } from "../media/store.ts";
import { connectRedis, type ConnectionUse } from "../redis/connect.ts";
import { redisProblem } from "../redis/requirements.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { StartError } from "./start-error.ts";
import { stageSettings } from "./stage-settings.ts";

/** What runs in a process and can be stopped. */
export interface Running {
  close(): Promise<void>;
}

/** A service: what `npm start`, a container and `services/all.ts` start. */
export interface Service {
  readonly name: string;
  start(runtime: Runtime): Promise<Running>;
}

/** What each service gets: configuration, log, Redis, media. Made once a service, closed last. */
export class Runtime {
  readonly config: Config;
  readonly log: Logger;
  readonly media: MediaStore;
  /** Host and a random part: two processes never share it, and a container's health check finds its own. */
  readonly instance: string;
  readonly redis: Redis;
  readonly #redisUrl: string;
  readonly #connections: Redis[] = [];

  constructor(config: Config, service: string) {
    if (config.REDIS_URL === undefined) {
      throw new StartError("REDIS_URL must be set to start one service; `npm start` brings a Redis of its own");
    }
    this.config = config;
    this.log = createLog(service, config.LOG_LEVEL);
    this.media = new FsMediaStore(join(config.DATA_DIR, "media"));
    this.instance = `${hostname()}-${randomBytes(4).toString("hex")}`;
    this.#redisUrl = config.REDIS_URL;
    this.redis = this.connect("worker");
  }

  /** A connection that `close` ends. */
  connect(use: ConnectionUse): Redis {
    const redis = connectRedis(this.#redisUrl, use, (error) => this.log.warn({ err: error, use }, "Redis connection"));
    this.#connections.push(redis);
    return redis;
  }

  /** Throws StartError when this Redis is too old or evicts. Waits for it while it is away. */
  async checkRedis(): Promise<void> {
    const problem = await redisProblem(this.redis);
    if (problem !== undefined) throw new StartError(`REDIS_URL: ${problem}`);
  }

  /** Starts a worker for the stage, with what the environment says of it, and its heartbeat. */
  async work(stage: Stage): Promise<Running> {
    const onError = (error: Error) => this.log.warn({ err: error }, "queue error");
    const queues = new Queues(this.redis, onError);
    const worker = new StageWorker(stage, {
      records: this.records(),
      queues,
      routes: PIPELINES,
      redis: this.redis,
      log: this.log,
      instance: this.instance,
      ...stageSettings(this.config, stage.name),
    });
    await worker.ready();
    const quiet = startHeartbeat(this.redis, stage.name, this.instance, (error) =>
      this.log.warn({ err: error }, "heartbeat"),
    );
    return {
      close: async () => {
        await quiet();
        await worker.close();
        await queues.close();
      },
    };
  }

  records(redis = this.redis): JobRecords {
    return new JobRecords(redis, { ttlSeconds: this.config.JOB_TTL });
  }

  close(): void {
    for (const redis of this.#connections) redis.disconnect();
  }
}
