import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { after, before, beforeEach, describe, it } from "node:test";
import { until } from "@guchi/chain/testing/until.ts";
import type { FastifyInstance, InjectOptions } from "fastify";
import { pino } from "pino";
import { ADMIN, keysOf, startTestGateway, type TestGateway } from "../testing.ts";
import { AddressCounts } from "./address-counts.ts";
import { digest } from "./access.ts";
import { MAX_FAILURES } from "./throttle.ts";

const KEY = "the-key-of-the-audit-test";
const PASSWORD = "the password of the test";

describe("who is refused and who changes something", () => {
  let gateway: TestGateway;
  let app: FastifyInstance;
  const lines: { msg: string; audit?: Record<string, unknown> }[] = [];
  before(async () => {
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(JSON.parse(chunk.toString()));
        done();
      },
    });
    gateway = await startTestGateway({
      access: { apiKeys: keysOf(KEY), rateLimit: { jobs: 10_000, seconds: 60 } },
      admin: { ...ADMIN, password: PASSWORD },
      log: pino(sink),
    });
    ({ app } = gateway);
  });
  after(() => gateway.stop());
  beforeEach(() => (lines.length = 0));

  const bearer = { authorization: `Bearer ${KEY}` };
  const wrong = (remoteAddress: string, key = "wrong") =>
    app.inject({ url: "/jobs", headers: { "x-api-key": key }, remoteAddress });
  const ask = async (url: string, more: InjectOptions = {}) => (await app.inject({ url, ...more })).statusCode;
  const audited = (wanted: number) =>
    until(`${wanted} lines`, () => {
      const found = lines.flatMap(({ audit }) => (audit === undefined ? [] : [audit]));
      return found.length >= wanted && found;
    });

  it("a purge, a cancel and a pause each leave a line: who, from where, what; never words", async () => {
    const payload = { pipeline: "guchi", input: { text: "残業ばっかりで疲れた" } };
    const started = await app.inject({ method: "POST", url: "/jobs", headers: bearer, payload });
    const { id } = started.json<{ id: string }>();
    assert.equal(await ask(`/jobs/${id}/cancel`, { method: "POST", headers: bearer }), 202);
    assert.equal(await ask(`/jobs/${id}`, { method: "DELETE", headers: bearer }), 204);
    const pause = "/admin/queues/api/queues/tts/pause";
    assert.equal(await ask(pause, { method: "PUT", headers: basic(PASSWORD) }), 200);
    const key = `key ${digest(KEY).toString("base64url").slice(0, 8)}`;
    const common = { address: "127.0.0.1", status: 202 };
    assert.deepEqual(await audited(3), [
      { ...common, who: key, method: "POST", route: "/jobs/:id/cancel", id },
      { ...common, who: key, method: "DELETE", route: "/jobs/:id", id, status: 204 },
      {
        ...common,
        who: "admin",
        method: "PUT",
        route: "/admin/queues/api/queues/:queueName/pause",
        queueName: "tts",
        status: 200,
      },
    ]);
    const text = JSON.stringify(lines);
    for (const secret of ["残業", KEY, PASSWORD]) assert.ok(!text.includes(secret));
  });

  it("refused calls leave lines, and a flood of them a bounded number that says how many were left out", async () => {
    const remoteAddress = "203.0.113.1";
    assert.equal(await ask("/jobs", { remoteAddress }), 401);
    assert.equal(await ask("/admin/queues", { remoteAddress }), 401);
    assert.equal(await ask("/jobs/ひみつ", { method: "DELETE", remoteAddress }), 401);
    const [first, second, third] = await audited(3);
    assert.deepEqual(first, { who: "unknown", address: remoteAddress, method: "GET", route: "/jobs", status: 401 });
    assert.equal(second?.["route"], "/admin/queues");
    assert.deepEqual(third, {
      who: "unknown",
      address: remoteAddress,
      method: "DELETE",
      route: "/jobs/:id",
      status: 401,
    });
    for (let count = 0; count < 100; count += 1) await ask("/jobs", { remoteAddress });
    await ask("/jobs", { remoteAddress: "203.0.113.2" });
    assert.equal((await audited(31)).length, 31);
  });

  it("who says nothing of themselves changes nothing, and leaves no line", async () => {
    const url = "/admin/api/session";
    assert.equal(await ask(url, { method: "DELETE" }), 204);
    assert.equal(await ask(url, { method: "POST", payload: { odd: true } }), 400);
    assert.equal(await ask(url, { method: "POST", payload: { password: PASSWORD } }), 200);
    assert.deepEqual(
      (await audited(1)).map(({ status }) => status),
      [200],
    );
  });

  it("wrong keys are throttled by address; a good one is let in all the same", async () => {
    for (let count = 0; count < MAX_FAILURES; count += 1) assert.equal((await wrong("203.0.113.3")).statusCode, 401);
    const refused = await wrong("203.0.113.3", "another");
    assert.equal(refused.statusCode, 429);
    assert.match(String(refused.headers["retry-after"]), /^\d+$/);
    assert.equal((await wrong("203.0.113.3", KEY)).statusCode, 200);
    assert.equal((await wrong("203.0.113.4")).statusCode, 401, "another address");
  });

  it("wrong passwords are throttled by address, and then the right one, too", async () => {
    const sign = async (remoteAddress: string, password: string) =>
      ask("/admin/queues", { headers: basic(password), remoteAddress });
    for (let count = 0; count < MAX_FAILURES; count += 1) assert.equal(await sign("203.0.113.5", `no ${count}`), 401);
    assert.equal(await sign("203.0.113.5", "no"), 429);
    assert.equal(await sign("203.0.113.5", PASSWORD), 429);
    assert.equal(await ask("/admin/queues", { remoteAddress: "203.0.113.5" }), 401, "no try at all");
    assert.equal(await sign("203.0.113.6", PASSWORD), 200);
  });
});

describe("counts by address", () => {
  it("last a minute, and take a network of IPv6 as one", () => {
    const counts = new AddressCounts();
    for (let count = 1; count <= 3; count += 1) {
      assert.deepEqual(counts.add(`2001:db8:1:2::${count}`, 1_000), { count, before: 0 });
    }
    assert.equal(counts.secondsLeft("2001:db8:1:2:ffff::9", 3, 31_000), 30);
    assert.equal(counts.secondsLeft("2001:db8:1:3::1", 3, 31_000), undefined);
    assert.equal(counts.secondsLeft("2001:db8:1:2::1", 3, 61_000), undefined);
    assert.deepEqual(counts.add("2001:db8:1:2::1", 61_001), { count: 1, before: 3 });
    for (let count = 0; count < 20_000; count += 1)
      counts.add(`10.${count >> 16}.${(count >> 8) & 255}.${count & 255}`);
    assert.deepEqual(counts.add("2001:db8:1:2::1", 61_002), { count: 1, before: 0 }, "the oldest was forgotten");
  });
});

function basic(password: string) {
  return { authorization: `Basic ${Buffer.from(`admin:${password}`).toString("base64")}` };
}
