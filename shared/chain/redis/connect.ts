import { Redis, type RedisOptions } from "ioredis";
import Type from "typebox";
import { fits } from "../schema.ts";
import { replyCode } from "./unavailable.ts";

/** For what the connection is used: that decides what happens while Redis is away. */
export type ConnectionUse =
  | "worker" // waits for Redis for ever: a job in hand must not be lost to a short failover
  | "producer" // fails fast: a client that waits for its answer is told 503 within 2 s
  | "subscriber"; // waits for ever and subscribes again by itself

/**
 * Longest wait for one command of a producer. Whoever gives up after 2 s has time for the rest.
 */
const PRODUCER_COMMAND_TIMEOUT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** How long the other side may take to close as well; a Redis that hangs never does. */
const DISCONNECT_TIMEOUT_MS = 500;
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

/** How often, at most, one connection is made anew because a write was refused, in ms. */
const RECONNECT_ON_READONLY_MS = 2_000;

/**
 * A connection and those that were made from it (BullMQ duplicates what it is given, for each
 * worker twice).
 */
interface Family {
  readonly members: Set<Redis>;
  left: boolean;
}

const families = new WeakMap<Redis, Family>();

/**
 * A connection to Redis that reconnects for ever, with a delay of at most 1 s, and so do its
 * duplicates. `onError` gets each connection error once per try; without a listener ioredis would
 * print it.
 */
export function connectRedis(url: string, use: ConnectionUse, onError: (error: Error) => void): Redis {
  const options: ConnectionOptions = {
    ...redisOptions(url),
    ...OPTIONS[use],
    connectionName: `chain-${use}`,
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
  };
  return open(options, { members: new Set(), left: false }, onError);
}

function open(options: ConnectionOptions, family: Family, onError: (error: Error) => void): Redis {
  const redis = new Redis({
    ...options,
    retryStrategy: (times) => (family.left ? null : Math.min(50 * 2 ** Math.min(times, 10), MAX_RECONNECT_DELAY_MS)),
    reconnectOnError: onReadOnly(),
  });
  redis.on("error", (error: Error) => {
    // ioredis would go on in database 0, where another's data may be.
    if (isRefusedDatabase(error)) redis.disconnect(true);
    onError(error);
  });
  redis.duplicate = (changes) => open({ ...options, ...(changes as ConnectionOptions) }, family, onError);
  families.set(redis, family);
  family.members.add(redis);
  return redis;
}

/**
 * A write that is refused because this Redis is a replica means that another one is the primary
 * now: the name in the URL, or the proxy there, leads to that one for who connects anew. While
 * there is none, reads go on in between.
 */
function onReadOnly(): (error: Error) => boolean {
  let at = Number.NEGATIVE_INFINITY;
  return (error) => {
    const now = performance.now();
    if (replyCode(error.message) !== "READONLY" || now - at < RECONNECT_ON_READONLY_MS) return false;
    at = now;
    return true;
  };
}

/** ioredis tells which command was refused. */
const OfSelect = Type.Object({ command: Type.Object({ name: Type.Literal("select") }) });

function isRefusedDatabase(error: Error): boolean {
  return fits(OfSelect, error);
}

/**
 * Ends a connection and its duplicates for good, also while Redis is away or hangs: what waits for
 * an answer is rejected within some seconds. (ioredis' `disconnect` leaves it waiting for ever when
 * it falls between two tries to connect.)
 */
export function leaveRedis(redis: Redis): void {
  const family = families.get(redis);
  if (family === undefined) return redis.disconnect();
  family.left = true;
  for (const member of family.members) leave(member);
}

function leave(redis: Redis): void {
  if (redis.status === "end") return;
  if (redis.status !== "reconnecting") return redis.disconnect();
  redis.connect().then(
    () => redis.disconnect(),
    () => undefined, // it has ended now
  );
}

/**
 * Resolves when the connection is ready, however often it breaks before: the listener of
 * `connectRedis` is told of that. (`events.once` would reject with the first error.)
 */
export async function whenReady(redis: Redis): Promise<void> {
  if (redis.status === "ready") return;
  await new Promise<void>((resolve) => {
    redis.once("ready", () => resolve());
  });
}
