import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { parse } from "yaml";
import { readSettings } from "../config/settings.ts";
import { startRedisServer } from "@guchi/chain/testing/redis-server.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { keepAliveFile } from "./alive-file.ts";
import { installationOf } from "./installation.ts";
import { startService } from "./run-process.ts";
import { defineService } from "./service.ts";
import { StartError } from "./start-error.ts";

const COMPOSE = join(import.meta.dirname, "..", "..", "..", "docker-compose.yml");

describe("the file that tells that a process lives", () => {
  let dir: string;
  let path: string;
  /** The health check of docker-compose.yml, with the file of this test. */
  let check: () => Promise<boolean>;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "guchi-alive-"));
    path = join(dir, "alive");
    const { "x-health": health, "x-service": service } = parse(await readFile(COMPOSE, "utf8")) as {
      "x-health": { test: [string, string] };
      "x-service": { environment: { HEALTH_FILE: string } };
    };
    const [kind, command] = health.test;
    assert.equal(kind, "CMD-SHELL");
    const ours = command.replaceAll(service.environment.HEALTH_FILE, path);
    assert.notEqual(ours, command);
    check = () => new Promise((resolve) => execFile("sh", ["-c", ours], (error) => resolve(error === null)));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it("is well in the eyes of the container's health check while it is written, and not when it is missing or old", async () => {
    assert.equal(await check(), false, "there is none yet");
    const stop = keepAliveFile(path, (error) => assert.fail(String(error)));
    await until("the check to be well", check);
    const { mtimeMs } = await stat(path);
    await until("the file to be written again", async () => (await stat(path)).mtimeMs > mtimeMs);
    await stop();
    assert.equal(await check(), false, "it is gone");
    await writeFile(path, "");
    const old = new Date(Date.now() - 11_000);
    await utimes(path, old, old);
    assert.equal(await check(), false, "the process stands still");
  });

  it("is written while the service only waits for Redis, and goes when it does not start, or ends", async (t) => {
    const redis = await startRedisServer(["--maxmemory", "1"]); // full
    t.after(() => redis.stop());
    await rm(path, { force: true });
    const service = defineService({ name: "test", start: async () => ({ close: async () => undefined }) });
    const start = (url: string) => {
      const config = readSettings(service, { REDIS_URL: url, HEALTH_FILE: path, LOG_LEVEL: "silent" });
      return startService(service, config, installationOf([], [service]));
    };
    let isStarted = false;
    const started = start(redis.url).finally(() => (isStarted = true));
    await until("the check to be well", check);
    assert.equal(isStarted, false);
    await redis.admin.config("SET", "maxmemory", "0");
    await (await started).close();
    assert.equal(await check(), false, "it ended");
    await assert.rejects(start(`${redis.url}/99`), StartError);
    assert.equal(await check(), false, "it did not start");
  });

  it("tells when it cannot be written", async () => {
    const failed = Promise.withResolvers<unknown>();
    const stop = keepAliveFile(join(dir, "none", "alive"), failed.resolve);
    assert.match(String(await failed.promise), /ENOENT/);
    await stop();
  });
});
