import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Redis } from "ioredis";
import { keys } from "../redis/keys.ts";
import { startTestRedis, type TestRedis } from "../testing/redis.ts";
import { until } from "../testing/until.ts";
import { healthProblem } from "./health.ts";
import { startHeartbeat } from "./heartbeat.ts";

const PORT = 0;

describe("the health check of a stage", () => {
  let redis: TestRedis;
  let connection: Redis;

  before(async () => {
    redis = await startTestRedis();
    connection = redis.connect();
  });
  after(() => redis.stop());

  const ask = (host: string) => healthProblem("tts", { PORT, REDIS_URL: redis.url }, host);
  const beat = (instance: string) => startHeartbeat(connection, "tts", instance, (error) => assert.fail(String(error)));

  it("is well while a worker of this host beats, and no longer when it has stopped", async () => {
    const quiet = beat("web-1-0a1b2c3d");
    await until("the first beat", async () => (await ask("web-1")) === undefined);
    assert.equal(await ask("web"), "no worker of tts lives on web");
    assert.equal(await ask("web-1-0a1b2c3d"), "no worker of tts lives on web-1-0a1b2c3d");
    await quiet();
    assert.equal(await ask("web-1"), "no worker of tts lives on web-1");
  });

  it("does not count a worker that has not beaten for long", async () => {
    await connection.zadd(keys.workers("tts"), Date.now() - 20_000, "old-0a1b2c3d");
    assert.equal(await ask("old"), "no worker of tts lives on old");
  });

  it("ends with 0 or 1, as a container asks for it", async () => {
    const quiet = beat(`${hostname()}-0a1b2c3d`);
    await until("the first beat", async () => (await ask(hostname())) === undefined);
    assert.deepEqual(await check(["tts"], { REDIS_URL: redis.url }), { code: 0, stderr: "" });
    const other = await check(["persona"], { REDIS_URL: redis.url });
    assert.deepEqual(other, { code: 1, stderr: `no worker of persona lives on ${hostname()}\n` });
    await quiet();
  });

  it("gives up by itself while Redis is away", async () => {
    const { code, stderr } = await check(["tts"], { REDIS_URL: "unix:///nowhere/redis.sock" });
    assert.deepEqual({ code, stderr }, { code: 1, stderr: "no answer about tts within 5000 ms\n" });
  });

  it("names a bad setting, and what it can be asked", async () => {
    assert.match((await check(["tts"], { PORT: "high" })).stderr, /^PORT must be a whole number/);
    assert.deepEqual(await check(["tts"], {}), {
      code: 1,
      stderr: "REDIS_URL must be set to ask for the worker of a stage\n",
    });
    assert.match((await check([], {})).stderr, /^say which service/);
  });
});

describe("the health check of the gateway", () => {
  it("is well when /healthz answers 200", async (t) => {
    const port = await listen(t, 200);
    assert.equal(await healthProblem("gateway", { PORT: port, REDIS_URL: undefined }), undefined);
  });

  it("says what was answered instead", async (t) => {
    const port = await listen(t, 503);
    const problem = await healthProblem("gateway", { PORT: port, REDIS_URL: undefined });
    assert.equal(problem, `http://127.0.0.1:${port}/healthz answered 503`);
  });

  it("does not wait for one that never answers", async (t) => {
    const port = await listen(t, undefined);
    const problem = await healthProblem("gateway", { PORT: port, REDIS_URL: undefined });
    assert.match(problem ?? "", /did not answer: .*timeout/);
  });

  it("says when nobody listens", async () => {
    const server = createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    await once(server.close(), "close");
    assert.match((await healthProblem("gateway", { PORT: port, REDIS_URL: undefined })) ?? "", /ECONNREFUSED/);
  });
});

async function listen(t: { after: (end: () => void) => void }, status: number | undefined): Promise<number> {
  const server = createServer((request, response) => {
    if (status !== undefined) response.writeHead(request.url === "/healthz" ? status : 404).end();
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}

async function check(args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "health.ts"), ...args], { env });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stderr };
}
