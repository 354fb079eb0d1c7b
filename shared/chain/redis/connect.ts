import { Redis, type Cluster } from "ioredis";
import Type from "typebox";
import { fits } from "../schema.ts";
import { keepGoing, openCluster } from "./cluster.ts";
import { watchSentinels } from "./sentinels.ts";
import { addressOf, CONNECT_TIMEOUT_MS, serverOptions, type ConnectionOptions, type RedisTarget } from "./target.ts";
import { limitCommands } from "./time-limit.ts";
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
/** How long the other side may take to close as well; a Redis that hangs never does. */
const DISCONNECT_TIMEOUT_MS = 500;
const MAX_RECONNECT_DELAY_MS = 1_000;

const OPTIONS: Record<ConnectionUse, ConnectionOptions> = {
  worker: { maxRetriesPerRequest: null },
  producer: { maxRetriesPerRequest: 0, enableOfflineQueue: false },
  subscriber: { maxRetriesPerRequest: null },
};

/** A server that is frozen keeps what is connected to it so. */
const IN_TOUCH: ReadonlySet<string> = new Set(["connect", "ready"]);
/** How often, at most, one connection is made anew because a write was refused, in ms. */
const RECONNECT_ON_READONLY_MS = 2_000;

/**
 * A connection and those that were made from it (BullMQ duplicates what it is given, for each
 * worker twice).
 */
interface Family {
  readonly members: Set<Redis>;
  readonly onError: (error: Error) => void;
  /** Longest wait for a command, in ms; none where it waits for ever. */
  readonly commandMs: number | undefined;
  left: boolean;
  /** Ends what runs beside the connections. */
  stop: () => void;
}

const families = new WeakMap<Redis, Family>();

/**
 * A connection to Redis that reconnects for ever, with a delay of at most 1 s, and so do its
 * duplicates: to one server, to the primary that Sentinels name, or to a cluster. `onError` gets
 * each connection error once per try; without a listener ioredis would print it. Throws TypeError
 * for a URL that is none.
 */
export function connectRedis(to: string | RedisTarget, use: ConnectionUse, onError: (error: Error) => void): Redis {
  const target = typeof to === "string" ? { url: to } : to;
  const address = addressOf(target);
  const commandMs = use === "producer" ? PRODUCER_COMMAND_TIMEOUT_MS : undefined;
  const family: Family = { members: new Set(), onError, commandMs, left: false, stop: () => undefined };
  const common: ConnectionOptions = {
    ...OPTIONS[use],
    connectionName: `chain-${use}`,
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
  };
  if (address.kind === "cluster") {
    const retryMs = retryOf(family);
    return joinCluster(openCluster({ address, files: target, node: common, use, retryMs }), family);
  }
  if (address.kind === "sentinel") {
    family.stop = watchSentinels(address, target, () => {
      for (const member of family.members) if (IN_TOUCH.has(member.status)) member.disconnect(true);
    });
  }
  return open({ ...serverOptions(address, target), ...common }, family);
}

function open(options: ConnectionOptions, family: Family): Redis {
  const redis = new Redis({
    ...options,
    retryStrategy: retryOf(family),
    sentinelRetryStrategy: retryOf(family),
    reconnectOnError: onReadOnly(),
  });
  redis.on("error", (error: Error) => {
    // ioredis would go on in database 0, where another's data may be.
    if (isRefusedDatabase(error)) redis.disconnect(true);
    family.onError(error);
  });
  redis.duplicate = (changes) => open({ ...options, ...(changes as ConnectionOptions) }, family);
  return join(redis, family);
}

/**
 * ioredis' types have nothing in common that a server's and a cluster's client are; the commands
 * are the same. What is not is asked by clusterOf, mastersOf and masterOf.
 */
function joinCluster(cluster: Cluster, family: Family): Redis {
  cluster.on("error", (error: Error) => family.onError(ofNode(error)));
  cluster.on("node error", (error: Error) => family.onError(error));
  keepGoing(cluster, () => family.left);
  // Its nodes, too: they greet by themselves, and some commands are for one of them.
  const { commandMs } = family;
  if (commandMs !== undefined) cluster.on("+node", (node: Redis) => limitCommands(node, commandMs));
  const duplicate = cluster.duplicate.bind(cluster);
  const redis = cluster as unknown as Redis;
  redis.duplicate = (...changes) => joinCluster(Reflect.apply(duplicate, undefined, changes), family);
  return join(redis, family);
}

/** What one of the nodes said, when all of them failed: the wrong password, say. */
function ofNode(error: Error): Error {
  return "lastNodeError" in error && error.lastNodeError instanceof Error ? error.lastNodeError : error;
}

function join(redis: Redis, family: Family): Redis {
  if (family.commandMs !== undefined) limitCommands(redis, family.commandMs);
  families.set(redis, family);
  family.members.add(redis);
  return redis;
}

function retryOf(family: Family): (times: number) => number | null {
  return (times) => (family.left ? null : Math.min(50 * 2 ** Math.min(times, 10), MAX_RECONNECT_DELAY_MS));
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
  family.stop();
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
