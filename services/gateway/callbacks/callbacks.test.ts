import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import { callBack } from "@guchi/chain/callback.ts";
import { endDeadLocks } from "@guchi/chain/testing/dead-locks.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { viewJob } from "../jobs/view.ts";
import { startWalkGateway } from "../jobs/testing.ts";
import { CallbackSender } from "./send.ts";
import { createCallbackStage } from "./stage.ts";

const SECRET = Buffer.from("a secret of the callbacks' test");

interface Received {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

describe("callbacks", () => {
  const received: Received[] = [];
  let answer: (response: ServerResponse) => void;
  const receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      answer(response);
    });
  });
  let gateway: Awaited<ReturnType<typeof startWalkGateway>>;
  let sender: CallbackSender;
  let url: string;

  before(async () => {
    receiver.listen(0, "127.0.0.1");
    await once(receiver, "listening");
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?x=1`;
    gateway = await startWalkGateway({ callbacks: { secret: SECRET, allowPrivate: true } });
    sender = new CallbackSender({ allowPrivate: true });
    const view = (record: Parameters<typeof viewJob>[1]) => {
      const pipeline = gateway.pipelines.get(record.pipeline);
      return pipeline === undefined ? undefined : viewJob(pipeline, record, { media: (key) => key, basePath: "" });
    };
    gateway.work(createCallbackStage({ sender, secret: SECRET, find: (id) => gateway.records.read(id), view }));
  });
  after(async () => {
    await gateway.stop();
    await sender.close();
    receiver.close();
  });
  beforeEach(() => {
    received.length = 0;
    answer = (response) => response.writeHead(204).end();
  });

  const start = async (input: object) => {
    const { status, body } = await gateway.post("/jobs", { pipeline: "walk", input, callbackUrl: url });
    assert.equal(status, 202);
    return String(body["id"]);
  };
  /** What Runtime does at each end of a job. */
  const finish = async (id: string) => callBack(gateway, { id, owes: { callbackUrl: url } });

  it("tells the finished job once, signed as Standard Webhooks says", async () => {
    const id = await start({});
    await gateway.inStatus(id, "completed");
    await Promise.all([finish(id), finish(id), finish(id)]);
    await until("the callback", () => received.length > 0);
    const [{ headers, body } = { headers: {}, body: "" }] = received;
    const job = JSON.parse(body) as { id: string; status: string };
    assert.deepEqual([job.id, job.status], [id, "completed"]);
    const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
    assert.equal(headers["webhook-signature"], `v1,${createHmac("sha256", SECRET).update(signed).digest("base64")}`);
    assert.ok(Math.abs(Number(headers["webhook-timestamp"]) - Date.now() / 1_000) < 60);
    await finish(id);
    await gateway.queues.get("callback").getActiveCount();
    assert.equal(received.length, 1);
  });

  it("tells a canceled job too", async () => {
    await gateway.queues.get("first").pause();
    const id = await start({});
    await gateway.post(`/jobs/${id}/cancel`);
    await gateway.queues.get("first").resume();
    await until("the callback", () => received.length > 0);
    assert.equal((JSON.parse(received[0]?.body ?? "{}") as { status: string }).status, "canceled");
  });

  it("tries again what the receiver did not take, with the same id, and follows no redirect", async () => {
    const answers = [500, 302, 200];
    answer = (response) =>
      response.writeHead(answers.shift() ?? 200, { location: "http://127.0.0.1:1/", "retry-after": "0" }).end();
    const id = await start({});
    await gateway.inStatus(id, "completed");
    await finish(id);
    await until("three tries", () => received.length === 3);
    assert.equal(new Set(received.map(({ headers }) => headers["webhook-id"])).size, 1);
  });

  it("is owed until it is started: the sweep sees a finished job that owes one", async () => {
    const id = await start({});
    await gateway.inStatus(id, "completed");
    assert.notEqual(await gateway.queues.redis.zscore(keys.openOf(id), id), null);
    await gateway.queues.redis.zadd(keys.openOf(id), "XX", 1, id);
    const { sweep } = await import("@guchi/chain/sweep.ts");
    const { pino } = await import("pino");
    await sweep({ ...gateway, log: pino({ level: "silent" }), onFinished: (record) => callBack(gateway, record) });
    await until("the callback", () => received.length > 0);
    assert.equal(await gateway.queues.redis.zscore(keys.openOf(id), id), null);
  });

  it("sends again, under the same id, when a process dies between the receiver's answer and its own record", async () => {
    const other = await startWalkGateway({ callbacks: { secret: SECRET, allowPrivate: true } });
    const { body } = await other.post("/jobs", { pipeline: "walk", input: {}, callbackUrl: url });
    const id = String(body["id"]);
    await other.inStatus(id, "completed");
    const hook = import.meta.resolve("@guchi/chain/testing/fault-hook.ts");
    const child = fork(new URL("testing/dying-sender.ts", import.meta.url), [other.redis.url, SECRET.toString()], {
      env: { ...process.env, FAULT_POINT: "callback.answered" },
      execArgv: ["--import", hook],
    });
    await callBack(other, { id, owes: { callbackUrl: url } });
    const [, signal] = (await once(child, "exit")) as [number | null, string | null];
    assert.equal(signal, "SIGKILL");
    assert.equal(received.length, 1);
    await endDeadLocks(other.queues.redis, keys, "callback");
    other.work(
      createCallbackStage({ sender, secret: SECRET, find: (job) => other.records.read(job), view: () => undefined }),
    );
    await until("the second try", () => received.length === 2);
    assert.equal(new Set(received.map(({ headers }) => headers["webhook-id"])).size, 1);
    await other.stop();
  });

  it("shows no callback in the list and starts none by name", async () => {
    const { body } = await gateway.json("/jobs?limit=100");
    assert.ok((body["jobs"] as { pipeline: string }[]).every(({ pipeline }) => pipeline !== "callback"));
    const refused = await gateway.post("/jobs", { pipeline: "callback", input: { job: "x", finishedAt: 1 } });
    assert.equal(refused.status, 400);
  });

  it("refuses addresses of private networks unless they are allowed, and what is no https URL", async () => {
    const strict = await gateway.build({ callbacks: { secret: SECRET, allowPrivate: false } });
    const post = (callbackUrl: string) =>
      strict.inject({ method: "POST", url: "/jobs", payload: { pipeline: "walk", input: {}, callbackUrl } });
    const bad = [
      "http://example.com/",
      "https://127.0.0.1/",
      "https://[::1]/",
      "https://[::ffff:127.0.0.1]/",
      "https://10.1.2.3/",
      "https://169.254.169.254/latest/meta-data",
      "https://168.63.129.16/machine?comp=goalstate",
      "https://metadata.google.internal/computeMetadata/v1/",
      "https://localhost/",
      "https://0x7f.1/",
      "https://2130706433/",
      "https://[fd00::1]/",
      "https://[fe80::1]/",
      "https://[64:ff9b::7f00:1]/",
      "https://user:pass@example.com/",
      "ftp://example.com/",
      "javascript:alert(1)",
      "not a url",
    ];
    for (const callbackUrl of bad) assert.equal((await post(callbackUrl)).statusCode, 400, callbackUrl);
    assert.equal((await post("https://example.com/hook")).statusCode, 202);
    await strict.close();
    const off = await gateway.build({ callbacks: { secret: undefined, allowPrivate: false } });
    const payload = { pipeline: "walk", input: {}, callbackUrl: "https://example.com/" };
    assert.equal((await off.inject({ method: "POST", url: "/jobs", payload })).statusCode, 400);
    await off.close();
  });

  it("does not connect to a private address that a name resolves to", async () => {
    const strict = new CallbackSender({ allowPrivate: false });
    const { port } = receiver.address() as AddressInfo;
    for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
      const sending = strict.post(`http://${host}:${port}/`, {}, "{}", AbortSignal.timeout(5_000));
      await assert.rejects(sending, { code: "callback_refused", class: "permanent" }, host);
    }
    assert.equal(received.length, 0);
    await strict.close();
  });
});
