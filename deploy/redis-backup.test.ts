import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { describe, it } from "node:test";
import { Redis } from "ioredis";
import { findRedisServer } from "../shared/chain/redis/find-server.mjs";
import { startRedisServer, type RedisServer } from "../shared/chain/testing/redis-server.ts";
import { until } from "../shared/chain/testing/until.ts";
import { readFacts } from "./manifests/facts.ts";

const PASSWORD = "0123456789abcdef";

/** Runs one of the scripts where a container of Redis would: in its folder. */
async function run(script: string, { dir, port }: RedisServer, input: Buffer = Buffer.alloc(0)) {
  const text = await readFile(join(import.meta.dirname, script), "utf8");
  const env = { ...process.env, REDIS_PORT: String(port), REDISCLI_AUTH: PASSWORD };
  const child = spawn("sh", ["-c", text], { cwd: dir, env, stdio: ["pipe", "pipe", "ignore"] });
  child.stdin?.end(input);
  const [out, [code]] = await Promise.all([
    child.stdout === null ? undefined : buffer(child.stdout),
    once(child, "exit"),
  ]);
  return { code: Number(code), out: out ?? Buffer.alloc(0) };
}

/** Everything that a Redis holds. */
async function contentOf(redis: Redis): Promise<ReadonlyMap<string, string>> {
  const keys = await redis.keys("*");
  const dumps = await Promise.all(
    keys.toSorted((a, b) => a.localeCompare(b)).map(async (key) => [key, await redis.dumpBuffer(key)] as const),
  );
  return new Map(dumps.map(([key, dump]) => [key, dump?.toString("base64") ?? ""]));
}

describe("a backup of Redis", () => {
  it("is taken while it works, and takes the place of what another one held", { timeout: 60_000 }, async (t) => {
    const { redis } = await readFacts(join(import.meta.dirname, ".."));
    const ours = redis.command.slice(1).map((word) => (word.startsWith("$") ? PASSWORD : word));
    const args = [...ours, "--repl-diskless-sync-delay", "0"]; // or a snapshot begins after 5 s
    const [live, other] = await Promise.all([1, 2].map(() => startRedisServer(args, { password: PASSWORD })));
    assert.ok(live && other);
    t.after(() => Promise.all([live.stop(), other.stop()]));
    await Promise.all(
      Array.from({ length: 300 }, (_, at) =>
        at % 2 === 0
          ? live.admin.set(`key-${at}`, `愚痴 ${at}`, "EX", 3_600)
          : live.admin.hset(`hash-${at}`, { at, text: "疲れた" }),
      ),
    );
    await other.admin.set("other", "data");
    const backup = await run("redis-backup.sh", live);
    assert.equal(backup.code, 0);

    assert.notEqual((await run("redis-restore.sh", other, Buffer.from("no snapshot"))).code, 0);
    assert.equal(await other.admin.get("other"), "data", "what is no snapshot changes nothing");

    assert.equal((await run("redis-restore.sh", other, backup.out)).code, 0);
    const { server } = findRedisServer();
    assert.ok(server);
    const again = spawn(server.command, [join(other.dir, "redis.conf"), ...args], { stdio: "ignore", cwd: other.dir });
    t.after(() => again.kill("SIGKILL"));
    const restored = new Redis({ port: other.port, host: "127.0.0.1", password: PASSWORD });
    t.after(() => restored.disconnect());
    restored.on("error", () => undefined);
    await until("the restored Redis", async () => (await restored.ping().catch(() => undefined)) === "PONG");
    assert.deepEqual(await contentOf(restored), await contentOf(live.admin));
    assert.ok((await restored.ttl("key-0")) > 3_000);
    await restored.set("later", "kept");
    await restored.bgrewriteaof();
    await until("its file to be rewritten", async () =>
      /aof_rewrite_in_progress:0[^]*aof_last_bgrewrite_status:ok/.test(await restored.info("persistence")),
    );
  });
});
