import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { findRedisServer } from "./find-server.mjs";
import { redisOptions } from "./connect.ts";

/** A Redis of our own. */
export interface EmbeddedRedis {
  readonly url: string;
  readonly process: ChildProcess;
  /** Resolves when the process has ended, by itself or by `stop`. */
  readonly exited: Promise<unknown>;
  /** Writes the AOF out and ends the process. */
  stop(): Promise<void>;
}

/** A socket's path may have 107 bytes on Linux and 103 on macOS (`sun_path`). */
const MAX_SOCKET_PATH_BYTES = 100;
/** Loading an AOF of some 100 MB takes seconds. */
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;

/**
 * Starts a redis-server (or valkey-server) on a Unix socket of its own, with its append-only file under `dataDir` and
 * without eviction. One that an earlier run left behind in this directory is asked to end first; any other Redis of the
 * machine is left alone. Throws Error, with one sentence, when there is no server or it does not come up.
 *
 * `appendfsync everysec`: a killed process loses nothing (the kernel has the bytes), a power cut at most one second.
 */
export async function startEmbeddedRedis(dataDir: string): Promise<EmbeddedRedis> {
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
  await endLeftover(socket);
  const log = join(dir, "redis.log");
  const settings = {
    port: "0",
    unixsocket: socket,
    unixsocketperm: "700",
    dir,
    logfile: log,
    loglevel: "notice",
    appendonly: "yes",
    appendfsync: "everysec",
    "maxmemory-policy": "noeviction",
    save: "",
    daemonize: "no",
  };
  // A group of its own: Ctrl-C in a terminal reaches the whole group, and Redis must outlive the services.
  const child = spawn(
    server.command,
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    {
      stdio: "ignore",
      detached: true,
    },
  );
  const exited = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  const ready = await Promise.race([waitUntilReady(url), exited.then(() => false)]);
  if (!ready) {
    child.kill("SIGKILL");
    throw new Error(startFailure(server.command, dir, await lastLine(log)));
  }
  return { url, process: child, exited, stop: () => stop(url, child, exited) };
}

/** Where the Redis of this data directory listens: beside its file, or where that path would be too long, in a temporary folder. */
export function embeddedSocket(dataDir: string): string {
  const dir = join(dataDir, "redis");
  const inside = join(dir, "redis.sock");
  if (Buffer.byteLength(inside) <= MAX_SOCKET_PATH_BYTES) return inside;
  const outside = join(tmpdir(), `guchi-${createHash("sha256").update(dir).digest("hex").slice(0, 16)}`);
  return join(outside, "redis.sock");
}

/**
 * Ends the Redis of an earlier run whose parent was killed. The socket lies in our own directory, so who listens there
 * was started by us; it closes when the append-only file is written out. Two on one file would ruin it, so one that
 * does not end (it is stopped, or hangs on its disk) is an error.
 */
async function endLeftover(socket: string): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (await isListenedTo(socket)) {
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

async function waitUntilReady(url: string): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const redis = probe(url);
    try {
      await redis.connect();
      await redis.ping(); // LOADING until the AOF is read
      return true;
    } catch {
      await sleep(20);
    } finally {
      redis.disconnect();
    }
  }
  return false;
}

async function stop(url: string, child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const redis = probe(url);
  try {
    await redis.connect();
    await shutdown(redis);
  } catch {
    child.kill("SIGTERM");
  } finally {
    redis.disconnect();
  }
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
}

/** SHUTDOWN has no answer: the connection closes. `SAVE`'s opposite, since the AOF is what counts. */
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

/** What Redis says of a file that it cannot read, at the level of warnings. */
const DAMAGED =
  /# .*(Bad file format|Unexpected end of file|Unrecoverable error|Invalid AOF manifest|AOF .*(doesn't exist|failed)|Short read|RDB.*(error|corrupt))/i;

function startFailure(command: string, dir: string, said: string): string {
  if (!DAMAGED.test(said)) return `The embedded ${command} did not start: ${said}`;
  const folder = join(dir, "appendonlydir");
  // Before Redis 7 it is one file.
  const file = existsSync(folder) ? join(folder, "appendonly.aof.manifest") : join(dir, "appendonly.aof");
  const check = `${command.replace("-server", "-check-aof")} --fix ${file}`;
  return `The append-only file in ${dirname(file)} is damaged: copy this folder, then run \`${check}\`, which drops what is behind the damage, and start again. (${said})`;
}

async function lastLine(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.trim().split("\n").at(-1) ?? "";
}
