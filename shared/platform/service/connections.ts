import { connectRedis, leaveRedis, type ConnectionUse } from "@guchi/chain/redis/connect.ts";
import { ofRedis } from "@guchi/chain/redis/trouble.ts";
import type { Redis } from "ioredis";
import type { Logger } from "pino";

/** The connections of one service to its Redis. */
export class Connections {
  readonly #url: string;
  readonly #log: Pick<Logger, "warn">;
  readonly #open: Redis[] = [];

  constructor(url: string, log: Pick<Logger, "warn">) {
    this.#url = url;
    this.#log = log;
  }

  /** A connection that `leave` ends. */
  connect(use: ConnectionUse): Redis {
    const redis = connectRedis(this.#url, use, (error) =>
      this.#log.warn({ err: ofRedis(error), use }, "Redis connection"),
    );
    this.#open.push(redis);
    return redis;
  }

  /** Ends every connection; what still waits for an answer is let go. */
  leave(): void {
    for (const redis of this.#open) leaveRedis(redis);
  }
}
