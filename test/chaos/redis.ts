import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { findRedisServer } from "../../shared/chain/redis/find-server.mjs";
import { freePort } from "../../shared/chain/testing/port.ts";
import { startTcpProxy, type TcpProxy } from "../../shared/chain/testing/tcp-proxy.ts";
import { until } from "../../shared/chain/testing/until.ts";

/** Too little for what any write takes: Redis refuses them all. */
const FULL_BYTES = "1";

/** One redis-server, which is started again on its port with what its append-only file holds. */
class Server {
  readonly port: number;
  readonly admin: Redis;
  readonly #dir: string;
  #child: ChildProcess | undefined;

  constructor(port: number, dir: string) {
    this.port = port;
    this.#dir = dir;
    this.admin = new Redis({ port, host: "127.0.0.1", retryStrategy: () => 50, maxRetriesPerRequest: null });
    this.admin.on("error", () => undefined);
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async start(): Promise<void> {
    await mkdir(this.#dir, { recursive: true });
    const settings = `--port ${this.port} --bind 127.0.0.1 --dir ${this.#dir} --appendonly yes --loglevel warning`;
    // A file that may not grow is an error then, and not the end: the process inherits that it
    // ignores the signal.
    const command = `trap "" XFSZ; exec ${findRedisServer().server?.command} ${settings} --save ""`;
    this.#child = spawn("sh", ["-c", command], { stdio: "ignore" });
  }

  async ready(): Promise<void> {
    await until("redis-server", async () => /loading:0/.test(await this.admin.info("persistence")));
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  async close(): Promise<void> {
    this.admin.disconnect();
    await this.kill();
  }
}

/** The Redis of the run, behind a door, and everything that is done to it. */
export class ChaosRedis {
  readonly proxy: TcpProxy;
  readonly #dir: string;
  readonly #random: () => number;
  readonly #servers: Server[] = [];
  #primary: Server;
  /** Until when (ms since 1970) it refused what it was asked. */
  #refusedUntil = 0;

  private constructor(first: Server, proxy: TcpProxy, dir: string, random: () => number) {
    this.#primary = first;
    this.#servers.push(first);
    this.proxy = proxy;
    this.#dir = dir;
    this.#random = random;
    process.on("exit", () => {
      for (const { pid } of this.#servers) if (pid !== 0) killQuietly(pid);
    });
  }

  static async start(dir: string, random: () => number): Promise<ChaosRedis> {
    const first = new Server(await freePort(), join(dir, "redis-0"));
    await first.start();
    await first.ready();
    return new ChaosRedis(first, await startTcpProxy(first.port), dir, random);
  }

  /** Of the one that is the primary now. */
  get url(): string {
    return `redis://127.0.0.1:${this.#primary.port}`;
  }

  /** Whether it refused what it was asked at some time since then (ms since 1970). */
  hasRefused(since: number): boolean {
    return this.#refusedUntil >= since;
  }

  /** Kills it, and again while it comes up when `twice`. */
  async kill(twice: boolean): Promise<void> {
    await this.#primary.kill();
    await sleep(this.#random() * 2_000);
    await this.#primary.start();
    if (twice) {
      await sleep(this.#random() * 100);
      await this.#primary.kill();
      await sleep(this.#random() * 1_000);
      await this.#primary.start();
    }
    await this.#primary.ready();
  }

  /** Refuses all writes for `ms`, as a replica whose primary is out of reach. */
  async readOnly(ms: number): Promise<void> {
    const { admin } = this.#primary;
    await this.#refusing(
      ms,
      () => admin.replicaof("127.0.0.1", "1"),
      () => admin.replicaof("NO", "ONE"),
    );
  }

  /** Has no memory left for `ms`. */
  async full(ms: number): Promise<void> {
    const { admin } = this.#primary;
    await this.#refusing(
      ms,
      () => admin.config("SET", "maxmemory", FULL_BYTES),
      () => admin.config("SET", "maxmemory", "0"),
    );
  }

  /**
   * Can write nothing to its disk for `ms`, as when that is full. Needs `prlimit` of util-linux.
   */
  async diskFull(ms: number): Promise<void> {
    const limit = (bytes: string) =>
      promisify(execFile)("prlimit", ["--pid", String(this.#primary.pid), `--fsize=${bytes}:`]);
    await this.#refusing(
      ms,
      () => limit("1"),
      () => limit("unlimited"),
    );
  }

  /**
   * Makes a replica the primary, loses nothing by it, and leads who connects there. The old one
   * stays reachable, read-only, with every connection that was open.
   */
  async switchPrimary(): Promise<void> {
    const old = this.#primary;
    const next = new Server(await freePort(), join(this.#dir, `redis-${this.#servers.length}`));
    this.#servers.push(next);
    await next.start();
    await next.ready();
    await next.admin.replicaof("127.0.0.1", old.port);
    await until("the replica", async () => /master_link_status:up/.test(await next.admin.info("replication")));
    this.#refusedUntil = Infinity;
    await old.admin.call("CLIENT", "PAUSE", "30000", "WRITE");
    await until("the replica to be in step", async () => (await offsetOf(old)) === (await offsetOf(next)));
    await next.admin.replicaof("NO", "ONE");
    this.proxy.leadTo(next.port);
    await old.admin.replicaof("127.0.0.1", next.port);
    await old.admin.call("CLIENT", "UNPAUSE");
    this.#primary = next;
    this.#refusedUntil = Date.now();
  }

  async close(): Promise<void> {
    await this.proxy.close();
    await Promise.all(this.#servers.map((server) => server.close()));
  }

  async #refusing(ms: number, begin: () => Promise<unknown>, end: () => Promise<unknown>): Promise<void> {
    this.#refusedUntil = Infinity;
    await begin();
    await sleep(ms);
    await end();
    this.#refusedUntil = Date.now();
  }
}

async function offsetOf({ admin }: Server): Promise<string | undefined> {
  return /master_repl_offset:(\d+)/.exec(await admin.info("replication"))?.[1];
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended before.
  }
}
