import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import Type from "typebox";
import { parseAs } from "../../shared/chain/schema.ts";
import { makeAuthority } from "../../shared/chain/testing/certificates.ts";
import { freePort } from "../../shared/chain/testing/port.ts";
import { startRedisServer, type RedisServer } from "../../shared/chain/testing/redis-server.ts";
import { startRedisCluster } from "../../shared/chain/testing/redis-set.ts";
import { until } from "../../shared/chain/testing/until.ts";
import { startGuchi, type Guchi } from "./guchi.ts";

/** What docs/redis.md says is the least. */
const LEAST = ["~guchi:*", "&guchi:*", "+@all", "-@dangerous", "+info"];
const ON_A_CLUSTER = ["+cluster|slots", "+cluster|info"];

const Started = Type.Object({ id: Type.String() });
const Job = Type.Object({ status: Type.String() });

/** Does what somebody does with Guchi: a job to its end, lists, states, metrics, a cancel. */
async function useIt(guchi: Guchi): Promise<void> {
  const ask = async (path: string, method = "GET", body?: object) =>
    until(`${method} ${path}, on a machine that is busy`, async () => {
      const headers = { "content-type": "application/json" };
      const init = { method, ...(body !== undefined && { headers, body: JSON.stringify(body) }) };
      const answer = await guchi.json(path, init);
      return answer.status !== 503 && answer;
    });
  const { id } = parseAs(Started, (await ask("/jobs", "POST", { pipeline: "hello", input: {} })).body);
  await until("the job", async () => {
    const { status, body } = await ask(`/jobs/${id}?wait=5`);
    return status === 200 && parseAs(Job, body).status === "completed";
  });
  const later = { pipeline: "hello", input: {}, delaySeconds: 600 };
  const waiting = parseAs(Started, (await ask("/jobs", "POST", later)).body);
  assert.equal((await ask(`/jobs/${waiting.id}/cancel`, "POST")).status, 202);
  for (const path of ["/jobs", "/stages", "/metrics", "/readyz", "/schedules", "/admin/queues/api/queues"])
    assert.equal((await ask(path)).status, 200, path);
  assert.equal((await ask(`/jobs/${id}`, "DELETE")).status, 204);
}

/** What a server refused; Bull Board asks for the names of workers, and does without. */
async function refused({ admin }: Pick<RedisServer, "admin">): Promise<readonly string[]> {
  const log = String(await admin.call("ACL", "LOG"));
  return [...log.matchAll(/object,([^,]+)/g)].map(([, object = ""]) => object).filter((each) => each !== "client|list");
}

describe("Guchi is used over a Redis", { timeout: 300_000 }, () => {
  it("as the user of docs/redis.md, who asks for nothing that is refused", async (t) => {
    const redis = await startRedisServer();
    t.after(() => redis.stop());
    await redis.admin.call("ACL", "SETUSER", "guchi", "on", ">secret", ...LEAST);
    const guchi = await startGuchi({ REDIS_URL: `redis://guchi:secret@127.0.0.1:${redis.port}` });
    t.after(() => guchi.stop());
    await useIt(guchi);
    assert.deepEqual(await refused(redis), []);
    assert.doesNotMatch(guchi.output(), /NOPERM/);
  });

  it("of a cluster, as that user", async (t) => {
    const set = await startRedisCluster();
    t.after(() => set.stop());
    for (const { admin } of set.servers) {
      await admin.call("ACL", "SETUSER", "guchi", "on", ">secret", ...LEAST, ...ON_A_CLUSTER);
    }
    const guchi = await startGuchi({ REDIS_URL: set.url.replace("://", "://guchi:secret@") });
    t.after(() => guchi.stop());
    await useIt(guchi);
    for (const server of set.servers) assert.deepEqual(await refused(server), []);
  });

  it("by TLS, with an authority of its own and a certificate of the client's", async (t) => {
    const dir = await mkdtemp(join(tmpdir(), "guchi-tls-"));
    t.after(() => rm(dir, { recursive: true }));
    const { ca, server, client } = await makeAuthority(dir);
    const port = await freePort();
    const files = ["--tls-cert-file", server.cert, "--tls-key-file", server.key, "--tls-ca-cert-file", ca];
    const redis = await startRedisServer(["--tls-port", String(port), ...files]);
    t.after(() => redis.stop());
    const guchi = await startGuchi({
      REDIS_URL: `rediss://localhost:${port}`,
      REDIS_CA_FILE: ca,
      REDIS_CERT_FILE: client.cert,
      REDIS_KEY_FILE: client.key,
    });
    t.after(() => guchi.stop());
    await useIt(guchi);
  });
});
