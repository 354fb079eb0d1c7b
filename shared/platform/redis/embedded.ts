import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, stat } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { findRedisServer } from "@guchi/chain/redis/find-server.mjs";
import { redisOptions } from "@guchi/chain/redis/target.ts";
import { startFailure } from "./start-failure.ts";

/** A Redis of our own. */
export interface EmbeddedRedis {
  readonly url: string;
  readonly process: ChildProcess;
  /** Resolves when the process has ended, by itself or by `stop`. */
  readonly exited: Promise<unknown>;
  /**
   * Writes the append-only file out and ends the process; by force after `timeoutMs`, 10 s. What it
   * had confirmed, the kernel has: nothing is lost by that.
   */
  stop(timeoutMs?: number): Promise<void>;
}

/** A socket's path may have 107 bytes on Linux and 103 on macOS (`sun_path`). */
const MAX_SOCKET_PATH_BYTES = 100;
/**
 * How long Redis may take to answer; how long it then reads its append-only file is its own affair.
 */
const START_TIMEOUT_MS = 60_000;
/** How often a Redis that loads is asked how far it is, in ms. */
const LOOK_EVERY_MS = 250;
const STOP_TIMEOUT_MS = 10_000;

export interface StartOptions {
  /**
   * Told again and again while Redis reads its append-only file: how much is read, in percent, and
   * how long the rest may take.
   */
  readonly onLoading?: (percent: number, secondsLeft: number) => void;
  /** Ends a start that is under way; it is rejected then. */
  readonly signal?: AbortSignal;
  /** Longest wait for a Redis that neither serves nor says that it is loading, in ms. */
  readonly timeoutMs?: number;
}

/**
 * Starts a redis-server (or valkey-server) on a Unix socket of its own, with its append-only file
 * under `dataDir` and without eviction. One that an earlier run left behind in this directory is
 * asked to end first; any other Redis of the machine is left alone. It is waited for as long as it
 * says that it is loading. Throws Error, with one sentence, when there is no server or it does not
 * come up.
 *
 * `appendfsync everysec`: a killed process loses nothing (the kernel has the bytes), a power cut at
 * most one second.
 */
export async function startEmbeddedRedis(
  dataDir: string,
  { onLoading = () => undefined, signal, timeoutMs = START_TIMEOUT_MS }: StartOptions = {},
): Promise<EmbeddedRedis> {
  const { server } = findRedisServer();
  if (server === undefined)
    throw new Error("There is no redis-server or valkey-server >= 6.2 on PATH; run `npm start`");
  const dir = join(dataDir, "redis");
  // The append-only file holds what users wrote, and Redis makes it readable for all.
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  const socket = embeddedSocket(dataDir);
  await mkdir(dirname(socket), { recursive: true, mode: 0o700 });
  await chmod(dirname(socket), 0o700);
  const url = `unix://${socket}`;
  await endLeftover(socket, signal);
  const log = join(dir, "redis.log");
  // What earlier ones said is not why this one does not start.
  const logged = await stat(log).then(
    ({ size }) => size,
    () => 0,
  );
  // A group of its own: Ctrl-C in a terminal reaches the whole group, and Redis must outlive the
  // services.
  const child = spawn(server.command, argumentsOf({ unixsocket: socket, dir, logfile: log }), {
    stdio: "ignore",
    detached: true,
  });
  const exited = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  const over = new AbortController();
  const end = AbortSignal.any([over.signal, ...(signal === undefined ? [] : [signal])]);
  const ready = await Promise.race([
    waitUntilReady(url, { onLoading, timeoutMs, end }),
    exited.then(() => false), // which the process's log tells
  ]);
  over.abort();
  if (!ready) {
    const how = child.signalCode ?? (child.exitCode === null ? "no answer" : `exit code ${child.exitCode}`);
    child.kill("SIGKILL");
    await exited;
    signal?.throwIfAborted();
    throw new Error(await startFailure({ command: server.command, dir, how, log, logged }));
  }
  return { url, process: child, exited, stop: (timeoutMs) => stop(url, child, exited, timeoutMs) };
}

function argumentsOf(settings: Readonly<Record<"unixsocket" | "dir" | "logfile", string>>): string[] {
  return Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => [`--${name}`, value]);
}

const SETTINGS = {
  port: "0",
  unixsocketperm: "700",
  loglevel: "notice",
  appendonly: "yes",
  appendfsync: "everysec",
  "maxmemory-policy": "noeviction",
  // A queue entry names its job and step in texts of some 70 bytes; up to 64, the default, a hash
  // is packed: half the memory, and quicker. (The older of the two names: Redis 6.2 has only that.)
  "hash-max-ziplist-value": "128",
  save: "",
  daemonize: "no",
} as const;

/**
 * Where the Redis of this data directory listens: beside its file, or where that path would be too
 * long, in a temporary folder.
 */
export function embeddedSocket(dataDir: string): string {
  const dir = join(dataDir, "redis");
  const inside = join(dir, "redis.sock");
  if (Buffer.byteLength(inside) <= MAX_SOCKET_PATH_BYTES) return inside;
  const outside = join(tmpdir(), `guchi-${createHash("sha256").update(dir).digest("hex").slice(0, 16)}`);
  return join(outside, "redis.sock");
}

/**
 * Ends the Redis of an earlier run whose parent was killed. The socket lies in our own directory,
 * so who listens there was started by us; it closes when the append-only file is written out. Two
 * on one file would ruin it, so one that does not end (it is stopped, or hangs on its disk) is an
 * error.
 */
async function endLeftover(socket: string, signal: AbortSignal | undefined): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (await isListenedTo(socket)) {
    signal?.throwIfAborted();
    if (Date.now() > deadline)
      throw new Error(`The redis-server of an earlier run at ${socket} does not end: kill it.`);
    const redis = probe(`unix://${socket}`);
    await shutdown(redis);
    redis.disconnect();
    await sleep(20);
  }
}

/** Whether a process holds the Unix socket: a full backlog counts, too. */
async function isListenedTo(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    return await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code !== "ENOENT" && code !== "ECONNREFUSED"));
    });
  } finally {
    socket.destroy();
  }
}

/**
 * False when Redis is silent for too long, or at `end`. While it reads its file it answers INFO,
 * and refuses the rest.
 */
async function waitUntilReady(
  url: string,
  { onLoading, timeoutMs, end }: Required<Pick<StartOptions, "onLoading" | "timeoutMs">> & { end: AbortSignal },
): Promise<boolean> {
  let deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && !end.aborted) {
    const redis = probe(url);
    try {
      await redis.connect();
      const info = await redis.info("persistence");
      if (figure(info, "loading") !== 1) return true;
      deadline = Date.now() + timeoutMs;
      onLoading(figure(info, "loading_loaded_perc"), figure(info, "loading_eta_seconds"));
      await sleep(LOOK_EVERY_MS);
    } catch {
      await sleep(20);
    } finally {
      redis.disconnect();
    }
  }
  return false;
}

function figure(info: string, name: string): number {
  return Number(new RegExp(`^${name}:([\\d.]+)`, "m").exec(info)?.[1] ?? 0);
}

async function stop(
  url: string,
  child: ChildProcess,
  exited: Promise<unknown>,
  timeoutMs = STOP_TIMEOUT_MS,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  const redis = probe(url);
  const asking = redis
    .connect()
    .then(() => shutdown(redis))
    .catch(() => child.kill("SIGTERM"));
  await Promise.race([asking, exited]);
  redis.disconnect();
  await exited;
  clearTimeout(timer);
}

/**
 * SHUTDOWN has no answer: the connection closes. `SAVE`'s opposite, since the AOF is what counts.
 */
async function shutdown(redis: Redis): Promise<void> {
  await redis.shutdown("NOSAVE").catch(() => undefined);
}

function probe(url: string): Redis {
  const redis = new Redis({
    ...redisOptions(url),
    lazyConnect: true,
    enableReadyCheck: false,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    commandTimeout: 2_000,
  });
  redis.on("error", () => undefined); // each call's own rejection says the same
  return redis;
}
