import assert from "node:assert/strict";
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { jobIdOf } from "@guchi/chain/job/id.ts";
import { tickCause } from "@guchi/chain/schedule/ticker.ts";
import { freePort } from "@guchi/chain/testing/port.ts";
import { startTestRedis, type TestRedis } from "@guchi/chain/testing/redis.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { GuchiClient, type Job } from "@guchi/client/client.ts";
import { morning } from "./schedule.ts";

const ROOT = join(import.meta.dirname, "..", "..");
/** The pipeline and the worker of another example: what is started is not the point here. */
const HELLO = join(ROOT, "examples", "hello");
const GATEWAY = join(ROOT, "services", "gateway", "main.ts");

const client = (port = 0) => new GuchiClient({ url: `http://127.0.0.1:${port}`, patienceMs: 60_000 });

describe("a schedule whose gateways are killed with -9", { timeout: 180_000 }, () => {
  const children: ChildProcess[] = [];
  const called: Job[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    called.push((await json(request)) as Job);
    response.end();
  };
  const receiver = createServer((request, response) => void take(request, response));
  let redis: TestRedis;
  let dir: string;
  let ports: readonly number[];
  before(async () => {
    redis = await startTestRedis();
    dir = await mkdtemp(join(tmpdir(), "guchi-morning-"));
    ports = [await freePort(), await freePort()];
    await once(receiver.listen(0, "127.0.0.1"), "listening");
  });
  after(async () => {
    for (const child of children) child.kill("SIGKILL");
    receiver.close();
    await redis.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const run = (file: string, port = 0) => {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      REDIS_URL: redis.url,
      DATA_DIR: dir,
      EXTENSIONS: HELLO,
      LOG_LEVEL: "error",
      PORT: String(port),
      CALLBACK_SECRET: `whsec_${Buffer.alloc(32).toString("base64")}`,
      CALLBACK_ALLOW_PRIVATE: "true",
    };
    delete env["NODE_TEST_CONTEXT"]; // or it would report to this test runner
    const child = spawn(process.execPath, [file], { env, cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
    children.push(child);
    return child;
  };
  it("starts one job a tick, and each is told once it is finished", async () => {
    run(join(HELLO, "main.ts"));
    const gateways = ports.map((port) => run(GATEWAY, port));
    const [first = 0, second = 0] = ports;
    const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    await client(first).stages();

    const env = { ...process.env, GUCHI_URL: `http://127.0.0.1:${first}` };
    const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, "run.ts"), hook], {
      env,
    });
    assert.match(stdout, /^morning: next at \S+T22:00:00\.000Z\n$/, "seven in Tokyo");

    const often = { ...morning(hook), pipeline: "hello", input: {}, cron: "* * * * * *", overlap: "allow" as const };
    await client(second).schedules.put("often", often);
    for (const at of [0, 1]) {
      const before = called.length;
      await until("another one", () => called.length > before, 60_000);
      gateways[at]?.kill("SIGKILL");
      gateways[at] = run(GATEWAY, ports[at]);
    }
    await client(first).stages(); // it is there again
    await client(first).schedules.remove("often");
    const isOver = async () => {
      const jobs = await startedJobs();
      return jobs.every(({ id }) => called.some((job) => job.id === id)) && jobs;
    };
    const startedJobs = async () => (await client(first).list({ pipeline: "hello", limit: 100 })).jobs;
    const jobs = await until("each job to be told", isOver, 60_000);

    const ticks = jobs.map(({ id, createdAt }) => tickOf(id, Date.parse(createdAt)));
    assert.ok(ticks.length >= 2);
    assert.equal(new Set(ticks).size, ticks.length);
    for (const { status } of called) assert.equal(status, "completed");
    assert.deepEqual(
      (await client(first).schedules.list()).map(({ name }) => name),
      ["morning"],
    );
  });
});

/** The tick that started the job: within a minute before it. */
function tickOf(id: string, createdAt: number): number {
  const last = Math.floor(createdAt / 1_000) * 1_000;
  const ticks = Array.from({ length: 60 }, (_, index) => last - index * 1_000);
  return ticks.find((tick) => jobIdOf(tickCause("often", tick)) === id) ?? assert.fail(`${id} is of no tick`);
}
