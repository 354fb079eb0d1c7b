import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { freePort } from "@guchi/chain/testing/port.ts";
import { startRedisServer } from "@guchi/chain/testing/redis-server.ts";
import { until } from "@guchi/chain/testing/until.ts";

describe("node services/all.ts", () => {
  let dir: string;
  const running: All[] = [];
  const start = (settings: NodeJS.ProcessEnv) => {
    const all = startAll(settings);
    running.push(all);
    return all;
  };

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "guchi-all-"));
  });
  after(async () => {
    for (const all of running) all.process.kill("SIGTERM"); // what a failed test left running
    await Promise.all(running.map((all) => all.exitCode));
    await rm(dir, { recursive: true, force: true });
  });

  it("serves with every stage on the port that it tells, and stops in order without leaving a process behind", async () => {
    const alive = join(dir, "alive");
    const all = start({ DATA_DIR: dir, PORT: "0", HOST: "127.0.0.1", HEALTH_FILE: alive });
    await until("all services to be ready", () => all.stdout().includes("Guchi is ready"), 60_000);
    const [, port = ""] = /^Guchi is ready: http:\/\/127\.0\.0\.1:(\d+)\/\n$/.exec(all.stdout()) ?? [];
    const stages = async () => (await fetch(`http://127.0.0.1:${port}/stages`)).json() as Promise<{ status: string }>;
    await until("every stage to have a worker", async () => (await stages()).status === "ok", 10_000);
    assert.equal((await fetch(`http://127.0.0.1:${port}/readyz`)).status, 200);
    assert.notDeepEqual(await processesWith(dir), [], "the embedded Redis runs");
    assert.ok(existsSync(alive));

    const again = start({ DATA_DIR: dir, PORT: String(await freePort()), HOST: "127.0.0.1" });
    assert.equal(await again.exitCode, 1);
    assert.match(again.stderr(), /^DATA_DIR is in use: another Guchi \(process \d+\) runs on .*\n$/);
    assert.equal((await fetch(`http://127.0.0.1:${port}/readyz`)).status, 200, "the first one is left alone");

    // As Ctrl-C does it: the terminal tells every process, and npm passes it on.
    all.process.kill("SIGINT");
    setTimeout(() => all.process.kill("SIGINT"), 30);
    assert.equal(await all.exitCode, 0);
    assert.equal(all.stderr(), "");
    assert.deepEqual(await processesWith(dir), []);
    assert.equal(existsSync(join(dir, "guchi.pid")), false);
    assert.equal(existsSync(alive), false);
  });

  it("can be stopped while it starts, without leaving a Redis behind", async () => {
    const alive = join(dir, "alive");
    const all = start({ DATA_DIR: dir, PORT: String(await freePort()), HOST: "127.0.0.1", HEALTH_FILE: alive });
    await until("Redis to be started", async () => (await processesWith(dir)).length > 0);
    assert.ok(existsSync(alive), "a Redis that loads is waited for");
    all.process.kill("SIGTERM");
    assert.equal(await all.exitCode, 0);
    assert.deepEqual(await processesWith(dir), []);
  });

  it("stops at once when it has nothing in hand and Redis is away", async (t) => {
    const external = await startRedisServer();
    t.after(() => external.stop());
    const away = start({ DATA_DIR: dir, PORT: String(await freePort()), HOST: "127.0.0.1", REDIS_URL: external.url });
    await until("all services to be ready", () => away.stdout().includes("Guchi is ready"), 60_000);
    external.process.kill("SIGKILL");
    await once(external.process, "exit");
    const begun = performance.now();
    away.process.kill("SIGTERM");
    assert.equal(await away.exitCode, 0);
    assert.ok(performance.now() - begun < 8_000, `it took ${performance.now() - begun} ms`);
  });

  it("refuses a bad setting with one line", async () => {
    const all = start({ DATA_DIR: dir, PORT: "high" });
    assert.equal(await all.exitCode, 1);
    assert.equal(all.stderr(), 'PORT must be a whole number from 0 to 65535, not "high"\n');
  });

  it("refuses a port in use with one line", async (t) => {
    const server = createServer();
    t.after(() => server.close());
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const all = start({ DATA_DIR: dir, PORT: String(port), HOST: "127.0.0.1" });
    assert.equal(await all.exitCode, 1);
    assert.equal(all.stderr(), `PORT must be a free port, and ${port} is in use\n`);
    assert.deepEqual(await processesWith(dir), []);
  });
});

interface All {
  readonly process: ChildProcess;
  readonly exitCode: Promise<number | null>;
  stdout(): string;
  stderr(): string;
}

function startAll(settings: NodeJS.ProcessEnv): All {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE, LOG_LEVEL: "warn", ...settings };
  const child = spawn(process.execPath, [join(import.meta.dirname, "all.ts")], {
    env,
    cwd: tmpdir(), // where no .env of the developer is
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  const exitCode = once(child, "close").then(([code]) => code as number | null);
  return { process: child, exitCode, stdout: () => stdout, stderr: () => stderr };
}

/**
 * Processes that name this directory in their command line: the embedded Redis. Linux only;
 * elsewhere none are seen.
 */
async function processesWith(text: string): Promise<readonly string[]> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    pids.map((pid) => readFile(join("/proc", pid, "cmdline"), "utf8").catch(() => "")),
  );
  return commands.filter((command) => command.includes(text));
}
