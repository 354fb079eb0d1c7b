import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { FastifyInstance } from "fastify";
import { keysOf, startTestGateway, type TestGateway } from "../testing.ts";

const GUARDED = ["/jobs", "/jobs/none", "/jobs/none/events", "/metrics"];

describe("who may call", () => {
  let gateway: TestGateway;
  let keyed: FastifyInstance;
  before(async () => {
    gateway = await startTestGateway();
    keyed = await gateway.build({
      access: {
        apiKeys: keysOf("first-key-of-the-test", "second-key-of-the-test"),
        rateLimit: { jobs: 5, seconds: 60 },
      },
    });
  });
  after(async () => {
    await keyed.close();
    await gateway.stop();
  });

  it("without keys only this machine: no proxy's caller, no other address, no other name", async () => {
    const strangers = [
      { headers: { "x-forwarded-for": "203.0.113.7" } },
      { headers: { forwarded: "for=203.0.113.7" } },
      { headers: { via: "1.1 proxy" } },
      { headers: { host: "evil.example" } },
      { headers: { host: "127.999.0.1" } },
      { headers: { host: "127.0.0.1:99999999" } },
      { headers: { host: "127.0.0.1.evil.example" } },
      { remoteAddress: "203.0.113.7" },
    ];
    for (const url of GUARDED) {
      const own = await gateway.app.inject({ url, headers: { host: "localhost:3000" } });
      assert.notEqual(own.statusCode, 403, url);
      for (const stranger of strangers) {
        const answer = await gateway.app.inject({ url, ...stranger });
        assert.equal(answer.statusCode, 403, `${url} ${JSON.stringify(stranger)}`);
        assert.equal(answer.headers["content-type"], "application/problem+json");
      }
    }
  });

  it("with keys nobody without one, this machine included", async () => {
    for (const url of GUARDED) {
      for (const authorization of [undefined, "Bearer wrong", "Basic Zmlyc3Q6", "Bearer ", "first-key-of-the-test"]) {
        const answer = await keyed.inject({ url, headers: authorization === undefined ? {} : { authorization } });
        assert.equal(answer.statusCode, 401, `${url} ${authorization}`);
        assert.match(String(answer.headers["www-authenticate"]), /^Bearer/);
      }
    }
  });

  it("lets each key in, by either header, from anywhere", async () => {
    for (const headers of [
      { authorization: "Bearer first-key-of-the-test" },
      { "x-api-key": "second-key-of-the-test" },
    ]) {
      const answer = await keyed.inject({ url: "/jobs", headers, remoteAddress: "203.0.113.7" });
      assert.equal(answer.statusCode, 200);
    }
  });

  it("counts requests by key, over all gateways, and says when to come again", async () => {
    const other = await gateway.build({
      access: {
        apiKeys: keysOf("third-key-of-the-test", "fourth-key-of-the-test"),
        rateLimit: { jobs: 5, seconds: 60 },
      },
    });
    const twin = await gateway.build({
      access: { apiKeys: keysOf("third-key-of-the-test"), rateLimit: { jobs: 5, seconds: 60 } },
    });
    const headers = { authorization: "Bearer third-key-of-the-test" };
    for (let count = 0; count < 5; count += 1) {
      assert.equal((await (count % 2 === 0 ? other : twin).inject({ url: "/jobs", headers })).statusCode, 200);
    }
    const over = await other.inject({ url: "/jobs", headers });
    assert.equal(over.statusCode, 429);
    assert.equal(over.headers["content-type"], "application/problem+json");
    assert.match(String(over.headers["retry-after"]), /^\d+$/);
    const fourth = await other.inject({ url: "/jobs", headers: { authorization: "Bearer fourth-key-of-the-test" } });
    assert.equal(fourth.statusCode, 200, "another key has a count of its own");
    await Promise.all([other.close(), twin.close()]);
  });

  it("needs no key where none can be sent: health, media, the page", async () => {
    for (const url of ["/healthz", "/", "/docs/json"]) {
      assert.equal((await keyed.inject({ url, remoteAddress: "203.0.113.7" })).statusCode, 200, url);
    }
  });
});
