import { Redis, type RedisOptions } from "ioredis";

/** For what the connection is used: that decides what happens while Redis is away. */
export type ConnectionUse =
  | "worker" // waits for Redis for ever: a job in hand must not be lost to a short failover
  | "producer" // fails fast: a client that waits for its answer is told 503 within 2 s
  | "subscriber"; // waits for ever and subscribes again by itself

/** Longest wait for one command of a producer. Half of the 2 s that LINE waits for a webhook's answer is left for the rest. */
const PRODUCER_COMMAND_TIMEOUT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 5_000;
const MAX_RECONNECT_DELAY_MS = 1_000;

/** ioredis' constructor takes no undefined `replyMapping`, while its options type has one. */
type ConnectionOptions = Omit<RedisOptions, "replyMapping">;

const OPTIONS: Record<ConnectionUse, ConnectionOptions> = {
  worker: { maxRetriesPerRequest: null },
  producer: { maxRetriesPerRequest: 0, enableOfflineQueue: false, commandTimeout: PRODUCER_COMMAND_TIMEOUT_MS },
  subscriber: { maxRetriesPerRequest: null },
};

/** Options for a `redis:`, `rediss:` or `unix:` URL. */
export function redisOptions(url: string): ConnectionOptions {
  const parsed = new URL(url);
  if (parsed.protocol === "unix:") return { path: decodeURIComponent(parsed.pathname) };
  const database = parsed.pathname.slice(1);
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ""),
    port: parsed.port === "" ? 6379 : Number(parsed.port),
    ...(parsed.username !== "" && { username: decodeURIComponent(parsed.username) }),
    ...(parsed.password !== "" && { password: decodeURIComponent(parsed.password) }),
    ...(database !== "" && { db: Number(database) }),
    ...(parsed.protocol === "rediss:" && { tls: {} }),
  };
}

/**
 * A connection to Redis that reconnects for ever, with a delay of at most 1 s. `onError` gets each connection error once
 * per try; without a listener ioredis would print it.
 */
export function connectRedis(url: string, use: ConnectionUse, onError: (error: Error) => void): Redis {
  const options: ConnectionOptions = {
    ...redisOptions(url),
    ...OPTIONS[use],
    connectionName: `guchi-${use}`,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: (times: number) => Math.min(50 * 2 ** Math.min(times, 10), MAX_RECONNECT_DELAY_MS),
  };
  const redis = new Redis(options);
  redis.on("error", onError);
  return redis;
}

/**
 * Resolves when the connection is ready, however often it breaks before: the listener of `connectRedis` is told of that.
 * (`events.once` would reject with the first error.)
 */
export async function whenReady(redis: Redis): Promise<void> {
  if (redis.status === "ready") return;
  await new Promise<void>((resolve) => {
    redis.once("ready", () => resolve());
  });
}
