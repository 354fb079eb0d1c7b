import { connectRedis, leaveRedis, type ConnectionUse } from "@guchi/chain/redis/connect.ts";
import type { RedisTarget } from "@guchi/chain/redis/target.ts";
import { ofRedis } from "@guchi/chain/redis/trouble.ts";
import type { Redis } from "ioredis";
import type { PlatformLog } from "../log-codes.ts";

/** The connections of one service to its Redis. */
export class Connections {
  readonly #to: RedisTarget;
  readonly #log: Pick<PlatformLog, "warn">;
  readonly #open: Redis[] = [];

  constructor(to: RedisTarget, log: Pick<PlatformLog, "warn">) {
    this.#to = to;
    this.#log = log;
  }

  /** A connection that `leave` ends. */
  connect(use: ConnectionUse): Redis {
    const redis = connectRedis(this.#to, use, (error) =>
      this.#log.warn({ code: "redis.connection", err: ofRedis(error), use }, "Redis connection"),
    );
    this.#open.push(redis);
    return redis;
  }

  /** Ends every connection; what still waits for an answer is let go. */
  leave(): void {
    for (const redis of this.#open) leaveRedis(redis);
  }
}
