import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { findRedisServer } from "../redis/find-server.mjs";
import { freePort } from "./port.ts";
import { until } from "./until.ts";

/** So long a node is silent before the others promote one of its replicas, in ms. */
const NODE_TIMEOUT_MS = 2_000;
const SLOTS = 16_384;
/** What the Sentinels call the primary. */
const PRIMARY_NAME = "the-primary";

/** One redis-server of several, which can be killed and started again with what it holds. */
class SetServer {
  readonly port: number;
  /** Orders it about. */
  readonly admin: Redis;
  readonly #command: readonly string[];
  #child: ChildProcess | undefined;

  private constructor(port: number, command: readonly string[]) {
    this.port = port;
    this.#command = command;
    this.admin = new Redis({ port, host: "127.0.0.1", retryStrategy: () => 50, enableReadyCheck: false });
    this.admin.on("error", () => undefined);
  }

  static async make(dir: string, config: readonly string[], args: readonly string[] = []): Promise<SetServer> {
    const { server } = findRedisServer();
    if (server === undefined) throw new Error("There is no redis-server");
    const port = await freePort();
    const home = join(dir, String(port));
    await mkdir(home);
    const file = join(home, "redis.conf");
    await writeFile(
      file,
      [`port ${port}`, "bind 127.0.0.1", `dir ${home}`, "loglevel warning", ...config, ""].join("\n"),
    );
    const made = new SetServer(port, [server.command, file, ...args]);
    await made.start();
    return made;
  }

  get isUp(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async start(): Promise<void> {
    const [command = "", ...args] = this.#command;
    this.#child = spawn(command, args, { stdio: "ignore" });
    await until("redis-server", async () => (await this.admin.ping().catch(() => "")) === "PONG");
  }

  /** A signal to the process, such as SIGSTOP. */
  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  async kill(): Promise<void> {
    if (!this.isUp || this.#child === undefined) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }

  async close(): Promise<void> {
    this.admin.disconnect();
    await this.kill();
  }
}

/** Several redis-servers that stand in for each other. */
export interface RedisSet {
  readonly url: string;
  readonly servers: readonly SetServer[];
  /** Those that take writes now. */
  primaries(): Promise<readonly SetServer[]>;
  /** Resolves when every primary has a replica that is in step. */
  whole(): Promise<void>;
  /** Ends all of them and removes their files. */
  stop(): Promise<void>;
}

const DURABLE = ["appendonly yes", 'save ""', "repl-diskless-sync-delay 0", "maxmemory-policy noeviction"];

/** A cluster of 3 masters and 3 replicas. */
export async function startRedisCluster(more: readonly string[] = []): Promise<RedisSet> {
  const dir = await mkdtemp(join(tmpdir(), "chain-cluster-"));
  const make = async () => {
    const config = [
      "cluster-enabled yes",
      `cluster-node-timeout ${NODE_TIMEOUT_MS}`,
      `cluster-port ${await freePort()}`,
    ];
    return SetServer.make(dir, [...config, ...DURABLE, ...more]);
  };
  const servers = await Promise.all(Array.from({ length: 6 }, make));
  const masters = servers.slice(0, 3);
  for (const [index, { admin }] of masters.entries()) {
    const [from, to] = [index, index + 1].map((at) => Math.floor((at * SLOTS) / 3));
    await admin.call("CLUSTER", "ADDSLOTSRANGE", String(from), String((to ?? SLOTS) - 1));
    await admin.call("CLUSTER", "SET-CONFIG-EPOCH", String(index + 1));
  }
  const [first] = servers;
  for (const { port, admin } of servers) {
    const [, bus] = await admin.config("GET", "cluster-port").then((reply) => (Array.isArray(reply) ? reply : []));
    await first?.admin.call("CLUSTER", "MEET", "127.0.0.1", String(port), String(bus));
  }
  await told("the nodes to meet", servers, ["CLUSTER", "INFO"], /cluster_known_nodes:6/);
  for (const [index, { admin }] of servers.slice(3).entries()) {
    const id = String(await masters[index]?.admin.call("CLUSTER", "MYID"));
    await until("a master to follow", async () => admin.call("CLUSTER", "REPLICATE", id).catch(() => undefined));
  }
  await told("the cluster", servers, ["CLUSTER", "INFO"], /cluster_state:ok/);
  const url = `redis+cluster://${servers.map(({ port }) => `127.0.0.1:${port}`).join(",")}`;
  const set = redisSet(url, servers, async () => rm(dir, { recursive: true, force: true }));
  await set.whole();
  return set;
}

/** A primary with 2 replicas, and 3 Sentinels. */
export async function startSentinelSet(more: readonly string[] = []): Promise<RedisSet> {
  const dir = await mkdtemp(join(tmpdir(), "chain-sentinel-"));
  const servers: SetServer[] = [];
  for (let each = 0; each < 3; each += 1) {
    const follows = servers[0] === undefined ? [] : [`replicaof 127.0.0.1 ${servers[0].port}`];
    servers.push(await SetServer.make(dir, [...DURABLE, ...more, ...follows]));
  }
  const watched = [
    `sentinel monitor ${PRIMARY_NAME} 127.0.0.1 ${servers[0]?.port} 2`,
    `sentinel down-after-milliseconds ${PRIMARY_NAME} ${NODE_TIMEOUT_MS}`,
    `sentinel failover-timeout ${PRIMARY_NAME} 2000`,
  ];
  const sentinels = await Promise.all([1, 2, 3].map(async () => SetServer.make(dir, watched, ["--sentinel"])));
  await told("the Sentinels to meet", sentinels, ["SENTINEL", "CKQUORUM", PRIMARY_NAME], /^OK 3 usable/);
  const url = `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(",")}/${PRIMARY_NAME}`;
  const set = redisSet(url, servers, async () => {
    await Promise.all(sentinels.map(async (sentinel) => sentinel.close()));
    await rm(dir, { recursive: true, force: true });
  });
  await set.whole();
  return set;
}

/** Waits until every server answers the command so. */
async function told(
  what: string,
  servers: readonly SetServer[],
  [command = "", ...args]: readonly string[],
  answer: RegExp,
): Promise<void> {
  const answers = async ({ admin }: SetServer) =>
    answer.test(String(await admin.call(command, ...args).catch(() => "")));
  await until(what, async () => (await Promise.all(servers.map(answers))).every(Boolean));
}

function redisSet(url: string, servers: readonly SetServer[], clean: () => Promise<void>): RedisSet {
  const primaries = async () => {
    const up = servers.filter(({ isUp }) => isUp);
    const told = await Promise.all(up.map(replication));
    return up.filter((_, index) => /^role:master/m.test(told[index] ?? ""));
  };
  return {
    url,
    servers,
    primaries,
    whole: async () => {
      await until("every primary's replica", async () => {
        const all = await primaries();
        return (
          all.length > 0 &&
          all.length <= 3 &&
          (await Promise.all(all.map(replication))).every((told) => /slave0:.*state=online/.test(told))
        );
      });
    },
    stop: async () => {
      await Promise.all(servers.map(async (server) => server.close()));
      await clean();
    },
  };
}

async function replication({ admin }: SetServer): Promise<string> {
  return admin.info("replication").catch(() => "");
}
