import { Cluster, Command, type Redis } from "ioredis";
import type { ClusterAddress } from "./address.ts";
import type { ConnectionUse } from "./connect.ts";
import { remoteOptions, type ConnectionOptions, type TlsFiles } from "./target.ts";

/**
 * How often a command is sent again, every 100 ms, while its node is away. A producer gives up
 * within about a second; a worker waits until another node has the slot.
 */
const PRODUCER_TRIES = 10;
const WORKER_TRIES = Number.MAX_SAFE_INTEGER;

/**
 * So long a client may be in one state, in ms: to connect takes long where the machine is busy or
 * nodes are silent, to disconnect does not.
 */
const STUCK_CONNECTING_MS = 30_000;
const STUCK_APART_MS = 3_000;
const LOOK_EVERY_MS = 1_000;
/** All but "wait", which nobody comes back to. */
const STATES = ["connecting", "connect", "ready", "disconnecting", "close", "reconnecting", "end"] as const;
const APART: ReadonlySet<string> = new Set(["disconnecting", "close", "end"]);
const AT_REST: ReadonlySet<string> = new Set(["wait", "ready"]);

interface Options {
  readonly address: ClusterAddress;
  readonly files: TlsFiles;
  /** Of each connection to a node. */
  readonly node: ConnectionOptions;
  readonly use: ConnectionUse;
  /** In how many ms to try again when no node can be reached; null: no more. */
  readonly retryMs: (times: number) => number | null;
}

/** A client of a cluster. It asks masters alone. */
export function openCluster({ address, files, node, use, retryMs }: Options): Cluster {
  const { enableOfflineQueue = true, ...redisOptions } = node;
  return new Cluster([...address.nodes], {
    redisOptions: { ...redisOptions, ...remoteOptions(address, files) },
    enableOfflineQueue,
    maxRedirections: use === "producer" ? PRODUCER_TRIES : WORKER_TRIES,
    shardedSubscribers: use === "subscriber",
    clusterRetryStrategy: retryMs,
    slotsRefreshInterval: 5_000,
    // A certificate is for a name, so names are not looked up here.
    ...(address.tls && { dnsLookup: (name, done) => done(null, name) }),
  });
}

/**
 * Mends faults of ioredis 6.0 after which BullMQ's worker, which disconnects at times to connect
 * again, takes nothing any more. A client that disconnects ends with its last node, and so never
 * when it has none, or meets another one meanwhile (a redirection was under way); one that has
 * ended may say "close" again; and `connect()` does not settle when a node says that the cluster is
 * down. A client that is stuck goes on: to its end if it was disconnected, to a connection if
 * somebody wanted that since. Stops when the client has ended and `isLeft`.
 */
export function keepGoing(cluster: Cluster, isLeft: () => boolean): void {
  const connect = cluster.connect.bind(cluster);
  const disconnect = cluster.disconnect.bind(cluster);
  const quit = cluster.quit.bind(cluster);
  let isWanted = true;
  let settled = nextEnd();
  cluster.connect = async () => {
    isWanted = true;
    await Promise.race([connect(), settled.promise]);
  };
  cluster.disconnect = (reconnect = false) => {
    isWanted &&= reconnect;
    disconnect(reconnect);
  };
  cluster.quit = (callback) => {
    isWanted = false;
    return quit(callback);
  };
  cluster.on("ready", () => {
    settled.resolve();
    settled = nextEnd();
  });
  cluster.on("end", () => {
    settled.reject(new Error("Connection is closed."));
    settled = nextEnd();
  });
  let since = performance.now();
  for (const state of STATES) cluster.on(state, () => (since = performance.now()));
  const timer = setInterval(() => {
    const { status } = cluster;
    if (status === "end" && isLeft()) return clearInterval(timer);
    if (AT_REST.has(status) || (status === "end" && !isWanted)) return;
    if (performance.now() - since < (APART.has(status) ? STUCK_APART_MS : STUCK_CONNECTING_MS)) return;
    cluster.emit("node error", new Error(`The connection was stuck in the state "${status}"`));
    if (status === "end") cluster.connect().catch(() => undefined);
    else if (status === "close") cluster["handleCloseEvent"]();
    else if (status !== "disconnecting") disconnect(true);
    else if (cluster.nodes().length > 0) cluster["connectionPool"].reset([]);
    else cluster["connectionPool"].emit("drain");
  }, LOOK_EVERY_MS);
  timer.unref();
}

/** Nobody need wait for it. */
function nextEnd(): PromiseWithResolvers<void> {
  const next = Promise.withResolvers<void>();
  next.promise.catch(() => undefined);
  return next;
}

/** The cluster behind a connection; undefined when it is one server. */
export function clusterOf(redis: object): Cluster | undefined {
  return redis instanceof Cluster ? redis : undefined;
}

/**
 * Every master, as a connection of its own: the server itself where there is no cluster. Waits
 * until the cluster has told which nodes are masters.
 */
export async function mastersOf(redis: Redis): Promise<readonly Redis[]> {
  const cluster = clusterOf(redis);
  if (cluster === undefined) return [redis];
  if (cluster.status !== "ready") await new Promise<void>((resolve) => cluster.once("ready", () => resolve()));
  return cluster.nodes("master");
}

/** The connection over which commands about this key go now; undefined: nobody has its slot. */
export function masterOf(redis: Redis, key: string): Redis | undefined {
  const cluster = clusterOf(redis);
  if (cluster === undefined) return redis;
  const [node] = cluster.slots[new Command("get", [key]).getSlot()] ?? [];
  return cluster.nodes("master").find(({ options: { host, port } }) => `${host}:${port}` === node);
}
