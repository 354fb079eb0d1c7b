import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { FastifyInstance } from "fastify";
import { startTestGateway, type TestGateway } from "../testing.ts";

describe("under a path of a proxy (PUBLIC_BASE_URL=https://x.example/guchi)", () => {
  let gateway: TestGateway;
  let app: FastifyInstance;
  before(async () => {
    gateway = await startTestGateway({ publicBaseUrl: "https://x.example/guchi" });
    ({ app } = gateway);
  });
  after(() => gateway.stop());

  it("every path works with it and without it: a proxy may take it away", async () => {
    for (const path of [
      "/",
      "/?x=1",
      "/page/chat/main.ts",
      "/docs",
      "/docs/json",
      "/docs/static/index.css",
      "/admin/queues",
      "/healthz",
      "/jobs",
      "/stages",
    ]) {
      for (const url of [path, `/guchi${path}`]) assert.equal((await app.inject(url)).statusCode, 200, url);
    }
    assert.equal((await app.inject("/guchinese/jobs")).statusCode, 404);
    const bare = await app.inject("/guchi?x=1");
    assert.deepEqual([bare.statusCode, bare.headers.location], [308, "/guchi/?x=1"]);
  });

  it("what is handed out has it: Location, links, the pages' own files", async () => {
    const payload = { pipeline: "guchi", input: { text: "x" } };
    const started = await app.inject({ method: "POST", url: "/jobs", payload });
    const { id, links } = started.json<{ id: string; links: Record<string, string> }>();
    assert.equal(started.headers.location, `/guchi/jobs/${id}`);
    for (const [name, link] of Object.entries(links)) assert.match(link, new RegExp(`^/guchi/jobs/${id}`), name);
    const page = await app.inject("/guchi/");
    for (const [, link = ""] of page.body.matchAll(/(?:src|href)="([^"]*)"/g)) assert.doesNotMatch(link, /^\//);
    for (const url of ["/guchi/docs", "/docs"]) {
      const links = [...(await app.inject(url)).body.matchAll(/(?:src|href)="([^"]*)"/g)];
      assert.ok(links.length > 3);
      for (const [, link = ""] of links) assert.match(link, /^\/guchi\/docs\//);
    }
    assert.match((await app.inject("/admin/queues")).body, /<base href="\/guchi\/admin\/queues\/"/);
    const index = await app.inject("/docs/static/index.html");
    assert.equal(index.headers.location, "/guchi/docs/");
  });
});
