import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "node:test";
import { pino } from "pino";
import type { TlsFiles } from "@guchi/chain/redis/target.ts";
import { makeAuthority } from "@guchi/chain/testing/certificates.ts";
import { freePort } from "@guchi/chain/testing/port.ts";
import { startRedisServer } from "@guchi/chain/testing/redis-server.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { requireRedis } from "./require-redis.ts";
import { startProblem } from "./run-process.ts";
import { StartError } from "./start-error.ts";

const log = pino({ level: "silent" });

const at = ({ port }: { readonly port: number }) => `127.0.0.1:${port}`;
const requireAt = (url: string) => requireRedis({ url }, log);

/** The one line that is told of the Redis at `url`. */
async function problemOf(url: string, files: TlsFiles = {}): Promise<string> {
  try {
    await requireRedis({ url, ...files }, log);
  } catch (error) {
    assert.ok(error instanceof StartError, String(error));
    return error.message;
  }
  return assert.fail(`${url} was taken`);
}

describe("a Redis that will not do is told in one line", { timeout: 60_000 }, () => {
  it("a database that is not there, a replica", async (t) => {
    const redis = await startRedisServer();
    t.after(() => redis.stop());
    await requireAt(`${redis.url}/3`);
    assert.equal(await problemOf(`${redis.url}/99`), "REDIS_URL: this Redis has no database of that number");
    assert.deepEqual(await redis.admin.keys("*"), [], "nothing is left of what was tried");
    await redis.admin.replicaof("127.0.0.1", "1");
    assert.equal(
      await problemOf(redis.url),
      "REDIS_URL: this Redis is a replica, and Guchi needs its primary (127.0.0.1:1)",
    );
  });

  it("a password that is wrong or missing, and a user that may too little", async (t) => {
    const redis = await startRedisServer(["--requirepass", "right"], { password: "right" });
    t.after(() => redis.stop());
    const as = (user: string) => `redis://${user}@127.0.0.1:${redis.port}`;
    await requireAt(as(":right"));
    assert.equal(await problemOf(redis.url), "REDIS_URL: Redis wants a password, and the URL has none (NOAUTH)");
    const wrong = "REDIS_URL: Redis does not take this user and password (WRONGPASS)";
    assert.equal(await problemOf(as(":wrong")), wrong);
    assert.equal(await problemOf(as("nobody:right")), wrong);

    const rules = ["on", ">p", "~guchi:*", "&guchi:*", "+@all", "-@dangerous"];
    const user = async (name: string, ...more: string[]) => redis.admin.call("ACL", "SETUSER", name, ...rules, ...more);
    await user("enough", "+info");
    await requireAt(as("enough:p"));
    for (const [name, ...more] of [
      ["noinfo"],
      ["nokeys", "+info", "resetkeys", "~other:*"],
      ["nochannels", "+info", "resetchannels"],
      ["nowrites", "+info", "-@write"],
    ] as const) {
      await user(name, ...more);
      assert.match(await problemOf(as(`${name}:p`)), /^REDIS_URL: the Redis user lacks permissions \(.+\); give it/);
    }
  });

  it("a Sentinel and a node of a cluster under a plain URL, and what is neither under theirs", async (t) => {
    const sentinel = await startRedisServer([], { sentinel: true });
    t.after(() => sentinel.stop());
    const node = await startRedisServer(["--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1"]);
    t.after(() => node.stop());
    const plain = await startRedisServer();
    t.after(() => plain.stop());
    assert.match(await problemOf(sentinel.url), /^REDIS_URL: this is a Redis Sentinel: name it as redis\+sentinel:/);
    const ofNode = /^REDIS_URL: this is a node of a Redis Cluster: name it as redis\+cluster:\S+ \(0 of 16384 slots/;
    assert.match(await problemOf(node.url), ofNode);
    assert.equal(
      await problemOf(`redis+sentinel://${at(sentinel)}/none`),
      'REDIS_URL: the Sentinels watch no primary of the name "none"',
    );
    assert.equal(
      await problemOf(`redis+sentinel://127.0.0.1:1,${at(plain)}/none`),
      `REDIS_URL: ${at(plain)} is no Sentinel`,
    );
    assert.equal(
      await problemOf(`redis+cluster://127.0.0.1:1,${at(plain)}`),
      "REDIS_URL: this is no Redis Cluster: name it as redis://HOST:PORT",
    );
    await node.admin.call("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
    await until("the slots", async () => /cluster_state:ok/.test(await node.admin.cluster("INFO")));
    await requireAt(node.url);
    await requireAt(`redis+cluster://${at(node)}`);
    assert.equal(await problemOf(`${node.url}/1`), "REDIS_URL: this Redis has only database 0");
    await node.admin.config("SET", "maxmemory-policy", "allkeys-lru");
    assert.equal(
      await problemOf(`redis+cluster://${at(node)}`),
      `REDIS_URL: this Redis may evict jobs: its maxmemory-policy is allkeys-lru and must be noeviction (${at(node)})`,
    );
  });

  it("one with TLS whose certificate is not trusted, or that asks for one", async (t) => {
    const dir = await mkdtemp(join(tmpdir(), "guchi-tls-"));
    t.after(() => rm(dir, { recursive: true }));
    const authority = await makeAuthority(dir);
    const port = await freePort();
    const { cert, key } = authority.server;
    const files = ["--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", authority.ca];
    const redis = await startRedisServer(["--tls-port", String(port), ...files]);
    t.after(() => redis.stop());
    const url = `rediss://localhost:${port}`;
    const [ca, own] = [await authority.read(authority.ca), authority.client];
    const client = { cert: await authority.read(own.cert), key: await authority.read(own.key) };
    await requireRedis({ url, ca, ...client }, log);
    assert.match(await problemOf(url, client), /is not trusted \(.*certificate.*\); REDIS_CA_FILE names the authority/);
    assert.match(await problemOf(url, { ca }), /^REDIS_URL: this Redis asks for a client certificate: set REDIS_CERT/);
  });

  it("without what it was sent, whenever it refuses", () => {
    const error = new Error("ERR unknown command 'set', with args beginning with: 'guchi:secret:media' 'S3CRET' 'NX'");
    error.name = "ReplyError";
    assert.equal(startProblem("gateway", error), "REDIS_URL: this Redis lacks a command (ERR unknown command 'set')");
  });

  it("but one that is full is waited for", async (t) => {
    const redis = await startRedisServer(["--maxmemory", "1"]);
    t.after(() => redis.stop());
    const taken = requireAt(redis.url).then(() => "taken");
    assert.equal(await Promise.race([taken, sleep(1_500, "waits")]), "waits");
    await redis.admin.config("SET", "maxmemory", "0");
    assert.equal(await taken, "taken");
  });
});
