import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { FastifyInstance } from "fastify";
import { keysOf, startTestGateway, type TestGateway } from "../testing.ts";

describe("a job's page", () => {
  let gateway: TestGateway;
  let keyed: FastifyInstance;
  before(async () => {
    gateway = await startTestGateway();
    keyed = await gateway.build({
      access: { apiKeys: keysOf("a-key-of-sixteen-or-more"), rateLimit: { jobs: 600, seconds: 60 } },
    });
  });
  after(async () => {
    await keyed.close();
    await gateway.stop();
  });

  const get = (accept: string, url = "/jobs/none", app = gateway.app) => app.inject({ url, headers: { accept } });

  it("comes to whoever asks for HTML by name; anybody else gets JSON", async () => {
    for (const accept of [
      "text/html",
      "text/html,application/xhtml+xml,*/*;q=0.8",
      "application/json, TEXT/HTML;q=0.9",
    ]) {
      const { statusCode, headers } = await get(accept);
      assert.deepEqual([statusCode, headers["content-type"]], [200, "text/html; charset=utf-8"], accept);
      assert.equal(headers.vary, "accept");
    }
    for (const accept of ["*/*", "", "application/json", "text/*", "text/html;q=0", "text/htmlx"]) {
      const { statusCode, headers } = await get(accept);
      assert.deepEqual([statusCode, headers["content-type"]], [404, "application/problem+json"], accept);
      assert.equal(headers.vary, "accept");
    }
  });

  it("is no other page", async () => {
    assert.notEqual((await get("text/html", "/jobs")).headers["content-type"], "text/html; charset=utf-8");
    assert.notEqual((await get("text/html", "/jobs/none/events")).headers["content-type"], "text/html; charset=utf-8");
  });

  it("needs no key, since it holds nothing of the job, and asks for one", async () => {
    assert.equal((await get("text/html", "/jobs/none", keyed)).statusCode, 200);
    assert.equal((await get("application/json", "/jobs/none", keyed)).statusCode, 401);
    assert.match(String((await get("text/html")).headers["content-security-policy"]), /default-src 'none'/);
  });
});
