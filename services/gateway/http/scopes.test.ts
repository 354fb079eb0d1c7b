import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { FastifyInstance } from "fastify";
import { keysOf, startTestGateway, type TestGateway } from "../testing.ts";
import { apiKeys } from "./api-keys.ts";

const SECRET = "a-secret-of-16-chars";
const bearer = (name: string) => ({ authorization: `Bearer ${SECRET}-${name}` });
const KEYS = [
  `shop:start+read-own:${SECRET}-shop`,
  `desk:read-all+steer:${SECRET}-desk`,
  `blog:start+read-own+steer@2/60:${SECRET}-blog`,
  `${SECRET}-boss`,
];

describe("keys with scopes", () => {
  let gateway: TestGateway;
  let app: FastifyInstance;
  before(async () => {
    gateway = await startTestGateway();
    app = await gateway.build({ access: { apiKeys: keysOf(...KEYS), rateLimit: { jobs: 600, seconds: 60 } } });
  });
  after(async () => {
    await app.close();
    await gateway.stop();
  });
  const ask = async (name: string, method: "GET" | "POST" | "DELETE" | "PUT", url: string) =>
    (await app.inject({ method, url, headers: bearer(name) })).statusCode;
  const start = async (name: string, key?: string): Promise<string> => {
    const headers = { ...bearer(name), ...(key !== undefined && { "idempotency-key": key }) };
    const payload = { pipeline: "guchi", input: { text: "残業" } };
    const answer = await app.inject({ method: "POST", url: "/jobs", headers, payload });
    assert.equal(answer.statusCode, 202, answer.body);
    return answer.json<{ id: string }>().id;
  };
  const list = async (name: string, query = ""): Promise<{ ids: readonly string[]; cursor?: string }> => {
    const answer = await app.inject({ url: `/jobs?${query}`, headers: bearer(name) });
    const { jobs, cursor } = answer.json<{ jobs: readonly { id: string }[]; cursor?: string }>();
    return { ids: jobs.map(({ id }) => id), ...(cursor !== undefined && { cursor }) };
  };

  it("may do what they say and no more", async () => {
    const id = await start("shop");
    for (const [name, method, url, status] of [
      ["shop", "GET", `/jobs/${id}`, 202],
      ["shop", "POST", `/jobs/${id}/cancel`, 403],
      ["shop", "DELETE", `/jobs/${id}`, 403],
      ["shop", "GET", "/metrics", 403],
      ["shop", "GET", "/schedules", 403],
      ["shop", "GET", "/stages", 200],
      ["desk", "POST", "/jobs", 403],
      ["desk", "GET", `/jobs/${id}`, 202],
      ["desk", "GET", "/metrics", 200],
      ["desk", "PUT", "/schedules/x", 403],
      ["desk", "POST", `/jobs/${id}/suspend`, 202],
      ["boss", "POST", `/jobs/${id}/resume`, 202],
      ["boss", "GET", "/schedules", 200],
    ] as const) {
      const found = await app.inject({
        method,
        url,
        headers: bearer(name),
        ...(method === "PUT" || url === "/jobs" ? { payload: {} } : {}),
      });
      const wanted = status === 403 && found.statusCode === 400 ? 400 : status;
      assert.equal(found.statusCode, wanted, `${name} ${method} ${url}: ${found.body}`);
    }
  });

  it("see their own jobs alone, in the list too, unless they may read all", async () => {
    const others = await start("boss");
    const own = [await start("shop", "one"), await start("shop")].toReversed();
    assert.equal(await start("shop", "one"), own[1], "a repetition is the same job, and noted once");
    assert.equal(await ask("shop", "GET", `/jobs/${others}`), 404);
    assert.equal(await ask("shop", "GET", `/jobs/${others}/events`), 404);
    assert.equal(await ask("blog", "DELETE", `/jobs/${others}`), 404);
    assert.deepEqual((await list("shop")).ids.slice(0, 2), own);
    const page = await list("shop", "limit=1");
    assert.deepEqual(page.ids, own.slice(0, 1));
    assert.deepEqual((await list("shop", `limit=1&cursor=${page.cursor}`)).ids, own.slice(1));
    assert.deepEqual((await list("shop", "status=completed")).ids, []);
    assert.ok((await list("desk", "limit=100")).ids.includes(others));
  });

  it("are counted by a bound of their own", async () => {
    assert.equal(await ask("blog", "GET", "/stages"), 200);
    assert.equal(await ask("blog", "GET", "/stages"), 429, "its third request in a minute");
  });

  it("are read from API_KEYS, or refused", () => {
    const { read } = apiKeys({ about: "" });
    assert.deepEqual(
      read(KEYS.join(", "))?.map(({ name }) => name),
      ["shop", "desk", "blog", undefined],
    );
    for (const bad of [
      "short",
      `shop:start+fly:${SECRET}`,
      `shop:start@0/60:${SECRET}`,
      `shop:start@600:${SECRET}`,
      `shop_eu:start:${SECRET}`,
      `Shop:start:${SECRET}`,
      `${SECRET},${SECRET}`,
      "shop:start:short",
      `shop:start:${SECRET},shop:admin:${SECRET}-2`,
    ]) {
      assert.equal(read(bad), undefined, bad);
    }
  });
});
