import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { FastifyInstance, InjectOptions } from "fastify";
import { startTestGateway, type TestGateway } from "../testing.ts";

/**
 * What changes something, and needs neither a body nor a content type that a browser would ask
 * leave for.
 */
const UNSAFE: readonly InjectOptions[] = [
  { method: "POST", url: "/admin/queues/api/queues/sentiment/add" },
  { method: "PUT", url: "/admin/queues/api/queues/sentiment/pause" },
  { method: "POST", url: "/jobs/some-id/cancel" },
  { method: "POST", url: "/jobs/some-id/restart" },
  { method: "DELETE", url: "/jobs/some-id" },
  { method: "POST", url: "/jobs", payload: { pipeline: "guchi", input: { text: "x" } } },
];
const host = "localhost:3000";

describe("a page of another site", () => {
  let gateway: TestGateway;
  let app: FastifyInstance;
  before(async () => {
    gateway = await startTestGateway({ publicBaseUrl: "https://guchi.example" });
    ({ app } = gateway);
  });
  after(() => gateway.stop());

  it("may change nothing, and the gateway's own pages may", async () => {
    const strangers = [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://evil.example" },
      { origin: "http://localhost:4000" },
      { origin: "null" },
    ];
    const own = [
      {},
      { "sec-fetch-site": "same-origin", origin: "https://guchi.example" },
      { "sec-fetch-site": "none" },
      { origin: "http://localhost:3000" },
      { origin: "https://guchi.example" },
    ];
    for (const request of UNSAFE) {
      for (const headers of strangers) {
        const answer = await app.inject({ ...request, headers: { host, ...headers } });
        assert.equal(answer.statusCode, 403, JSON.stringify({ request, headers }));
      }
      for (const headers of own) {
        const answer = await app.inject({ ...request, headers: { host, ...headers } });
        assert.notEqual(answer.statusCode, 403, JSON.stringify({ request, headers }));
      }
    }
    const read = await app.inject({ url: "/healthz", headers: { host, "sec-fetch-site": "cross-site" } });
    assert.equal(read.statusCode, 200, "to look is not to change");
  });

  it("may frame nothing, and no type is guessed", async () => {
    for (const url of [
      "/",
      "/docs",
      "/docs/static/index.css",
      "/admin/queues",
      "/jobs",
      "/jobs/none",
      "/metrics",
      "/none",
    ]) {
      const { headers } = await app.inject({ url, headers: { host } });
      assert.match(String(headers["content-security-policy"]), /frame-ancestors 'none'/, url);
      assert.equal(headers["x-content-type-options"], "nosniff", url);
      assert.equal(headers["referrer-policy"], "no-referrer", url);
      assert.match(String(headers["strict-transport-security"]), /max-age=\d{8}/, url);
    }
  });

  it("is not told who looks at Bull Board or the API page: they load their own files only", async () => {
    for (const url of ["/admin/queues", "/docs"]) {
      const { body, headers } = await app.inject({ url, headers: { host } });
      assert.doesNotMatch(body, /(src|href)="(https?:)?\/\//);
      assert.match(String(headers["content-security-policy"]), /font-src 'self' data:;/);
    }
  });

  it("without an https PUBLIC_BASE_URL nobody is told to use https", async () => {
    const plain = await gateway.build({ publicBaseUrl: undefined });
    assert.equal((await plain.inject("/")).headers["strict-transport-security"], undefined);
    await plain.close();
  });
});
