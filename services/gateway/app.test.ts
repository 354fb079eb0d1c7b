import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Queues } from "@guchi/chain/queues.ts";
import { signMedia } from "@guchi/platform/media/sign.ts";
import { newMediaKey, type MediaStore } from "@guchi/platform/media/store.ts";
import type { TestRedis } from "@guchi/chain/testing/redis.ts";
import { until } from "@guchi/chain/testing/until.ts";
import type { FastifyInstance } from "fastify";

import { ADMIN, MEDIA_SECRET as SECRET, startTestGateway, type TestGateway } from "./testing.ts";

const TEXT = "残業ばっかりで疲れた。もう無理";

describe("the gateway", () => {
  let gateway: TestGateway;
  let redis: TestRedis;
  let app: FastifyInstance;
  let queues: Queues;
  let media: MediaStore;

  before(async () => {
    gateway = await startTestGateway();
    ({ redis, app, queues, media } = gateway);
  });
  after(() => gateway.stop());

  const ready = async () => (await fetch(`${base()}/readyz`)).status;
  const base = () => app.listeningOrigin;
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${base()}/jobs`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const queued = () => queues.get("sentiment").getWaitingCount();

  it("accepts a job: 202, Location, Retry-After, and the job in the queue", async () => {
    const before = await queued();
    const response = await post({ pipeline: "guchi", input: { text: TEXT } });
    assert.equal(response.status, 202);
    const job = (await response.json()) as { id: string; status: string; stages: { name: string; status: string }[] };
    assert.equal(response.headers.get("location"), `/jobs/${job.id}`);
    assert.match(response.headers.get("retry-after") ?? "", /^\d+$/);
    assert.equal(job.status, "pending");
    assert.deepEqual(
      job.stages.map(({ name }) => name),
      ["sentiment", "persona", "imagegen", "tts", "reply"],
    );
    assert.equal(await queued(), before + 1);
    const again = await fetch(`${base()}/jobs/${job.id}`);
    assert.equal(again.status, 202);
    assert.deepEqual(((await again.json()) as { input: unknown }).input, { text: TEXT });
  });

  it("keeps the user's words out of the queue", async () => {
    const jobs = await queues.get("sentiment").getWaiting();
    assert.ok(jobs.length > 0);
    assert.ok(!JSON.stringify(jobs.map((job) => job.asJSON())).includes("残業"));
  });

  it("makes one job of one Idempotency-Key and refuses it for another body", async () => {
    const key = { "idempotency-key": "order 66" };
    const [first, second] = await Promise.all([
      post({ pipeline: "guchi", input: { text: TEXT } }, key),
      post({ pipeline: "guchi", input: { text: TEXT } }, key),
    ]);
    assert.equal(first.headers.get("location"), second.headers.get("location"));
    assert.equal((await post({ pipeline: "guchi", input: { text: "別の話" } }, key)).status, 422);
  });

  const bad: [what: string, body: unknown, status: number][] = [
    ["an unknown pipeline", { pipeline: "nope", input: { text: "x" } }, 400],
    ["an empty text", { pipeline: "guchi", input: { text: "" } }, 400],
    ["a blank text", { pipeline: "guchi", input: { text: " \n\t　" } }, 400],
    ["a text of 5,001 UTF-16 units", { pipeline: "guchi", input: { text: "あ".repeat(5_001) } }, 400],
    ["a text of 2,501 emoji", { pipeline: "guchi", input: { text: "😀".repeat(2_501) } }, 400],
    ["a text that is a number", { pipeline: "guchi", input: { text: 5 } }, 400],
    ["an input that is a list", { pipeline: "guchi", input: ["x"] }, 400],
    ["a pipeline that is a number", { pipeline: 5, input: { text: "x" } }, 400],
    ["no input", { pipeline: "guchi" }, 400],
    ["an unknown field", { pipeline: "guchi", input: { text: "x", txet: "y" } }, 400],
    ["null", null, 400],
    ["broken JSON", '{"pipeline":"guchi"', 400],
    ["an empty body", "", 400],
    ["prototype pollution", '{"pipeline":"guchi","input":{"text":"x"},"__proto__":{"a":1}}', 400],
    ["a body over 64 KiB", { pipeline: "guchi", input: { text: "x".repeat(66_000) } }, 413],
  ];
  for (const [what, body, status] of bad) {
    it(`answers ${what} with ${status} as problem details, and queues nothing`, async () => {
      const before = await queued();
      const response = await post(body);
      assert.equal(response.status, status);
      assert.equal(response.headers.get("content-type"), "application/problem+json");
      const problem = (await response.json()) as { type: string; title: string; status: number };
      assert.equal(problem.status, status);
      assert.match(problem.type, /^urn:guchi:problem:/);
      assert.equal(await queued(), before);
    });
  }

  it("accepts a text of exactly 5,000 UTF-16 units", async () => {
    assert.equal((await post({ pipeline: "guchi", input: { text: "😀".repeat(2_500) } })).status, 202);
  });

  it("answers another content type with 415, an unknown id and path with 404", async () => {
    assert.equal((await post("text=x", { "content-type": "text/plain" })).status, 415);
    for (const path of ["/jobs/none", "/jobs/%00", `/jobs/${"x".repeat(300)}`, "/nowhere"]) {
      const response = await fetch(base() + path);
      assert.equal(response.status, 404, path);
      assert.equal(response.headers.get("content-type"), "application/problem+json");
    }
  });

  it("answers a malformed URL with 400 as problem details", async () => {
    const response = await fetch(`${base()}/jobs/%zz`);
    assert.equal(response.status, 400);
    assert.equal(response.headers.get("content-type"), "application/problem+json");
  });

  it("serves media with exact type and length, ranges, and only for a good signature", async () => {
    const key = newMediaKey("job-1", "voice", "mp3");
    await media.put(key, Buffer.from("0123456789"));
    const now = Math.floor(Date.now() / 1_000);
    const url = (exp: number, sig = signMedia(SECRET, key, exp).sig) => `${base()}/media/${key}?exp=${exp}&sig=${sig}`;
    const whole = await fetch(url(now + 60));
    assert.equal(whole.status, 200);
    assert.equal(whole.headers.get("content-type"), "audio/mpeg");
    assert.equal(whole.headers.get("content-length"), "10");
    assert.equal(await whole.text(), "0123456789");
    const part = await fetch(url(now + 60), { headers: { range: "bytes=2-4" } });
    assert.equal(part.status, 206);
    assert.equal(part.headers.get("content-range"), "bytes 2-4/10");
    assert.equal(await part.text(), "234");
    assert.equal((await fetch(url(now + 60), { headers: { range: "bytes=-3" } })).headers.get("content-length"), "3");
    assert.equal((await fetch(url(now + 60), { headers: { range: "bytes=99-" } })).status, 416);
    assert.equal((await fetch(url(now + 60), { headers: { range: "nonsense" } })).status, 200);
    const head = await fetch(url(now + 60), { method: "HEAD" });
    assert.equal(head.headers.get("content-length"), "10");
    assert.equal((await fetch(url(now + 61, signMedia(SECRET, key, now + 60).sig))).status, 403);
    assert.equal((await fetch(url(now + 60, "A".repeat(22)))).status, 403);
    assert.equal((await fetch(url(now - 1))).status, 410);
    assert.equal((await fetch(`${base()}/media/${key}`)).status, 400);
    const other = newMediaKey("job-1", "voice", "mp3");
    const { exp, sig } = signMedia(SECRET, other, now + 60);
    assert.equal((await fetch(`${base()}/media/${other}?exp=${exp}&sig=${sig}`)).status, 404);
    assert.equal((await fetch(`${base()}/media/..%2f..%2fetc/passwd?exp=${exp}&sig=${sig}`)).status, 403);
  });

  it("is ready while Redis takes writes, workers or not, and says within 3 s when it does not", async () => {
    assert.equal(await ready(), 200, "no worker lives");
    const server = redis.connect();
    const refusals: [begin: string[], end: string[]][] = [
      [
        ["REPLICAOF", "127.0.0.1", "1"],
        ["REPLICAOF", "NO", "ONE"],
      ],
      [
        ["CONFIG", "SET", "maxmemory", "1"],
        ["CONFIG", "SET", "maxmemory", "0"],
      ],
    ];
    for (const [begin, end] of refusals) {
      await server.call(begin[0] ?? "", ...begin.slice(1));
      const startedAt = performance.now();
      assert.equal(await ready(), 503, begin.join(" "));
      assert.ok(performance.now() - startedAt < 3_000);
      assert.equal((await fetch(`${base()}/healthz`)).status, 200);
      await server.call(end[0] ?? "", ...end.slice(1));
      // A connection whose write was refused is made anew.
      await until(end.join(" "), async () => (await ready()) === 200, 3_000);
    }
  });

  it("shows Bull Board on this machine, and to no one behind a proxy or another name", async () => {
    const local = await fetch(`${base()}/admin/queues`);
    assert.equal(local.status, 200);
    assert.match(await local.text(), /Guchi/);
    const proxied = await fetch(`${base()}/admin/queues`, { headers: { "x-forwarded-for": "203.0.113.7" } });
    assert.equal(proxied.status, 403);
    const rebound = await app.inject({ url: "/admin/queues", headers: { host: "evil.example" } });
    assert.equal(rebound.statusCode, 403);
  });

  it("asks for the admin password where one is set", async () => {
    const closed = await gateway.build({ admin: { ...ADMIN, password: "open sesame" } });
    const ask = (credentials?: string) => {
      const headers = credentials && { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
      return closed.inject({ url: "/admin/queues", headers: headers || {} });
    };
    const stranger = await ask();
    assert.equal(stranger.statusCode, 401);
    assert.match(String(stranger.headers["www-authenticate"]), /^Basic/);
    assert.equal((await ask("admin:wrong")).statusCode, 401);
    assert.equal((await ask("root:open sesame")).statusCode, 401);
    assert.equal((await ask("admin:open sesame")).statusCode, 200);
    await closed.close();
  });

  it("answers requests that come while it stops with problem details, and with when to come again", async () => {
    const stopping = await gateway.build();
    const held = Promise.withResolvers<void>();
    stopping.addHook("preClose", () => held.promise);
    await stopping.listen({ port: 0, host: "127.0.0.1" });
    const url = `${stopping.listeningOrigin}/jobs/none`;
    const closed = stopping.close();
    const answer = await fetch(url);
    held.resolve();
    await closed;
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get("content-type"), "application/problem+json");
    assert.match(answer.headers.get("retry-after") ?? "", /^\d+$/);
  });

  it("shows the page and the API page", async () => {
    const page = await (await fetch(`${base()}/`)).text();
    assert.match(page, /愚痴/);
    const named = [...page.matchAll(/(?:src|href)="(?:\.\/)?(page\/[^"]+)"/g)].map(([, path = ""]) => path);
    assert.ok(named.length > 20);
    for (const path of named) {
      const answer = await fetch(new URL(path, `${base()}/`));
      assert.equal(answer.status, 200, path);
      if (!path.endsWith(".ts")) continue;
      const script = await answer.text();
      assert.match(answer.headers.get("content-type") ?? "", /^text\/javascript/);
      assert.doesNotMatch(script, /^(?:import|export) type |^interface /m, "a browser knows no types");
      assert.doesNotMatch(script, /innerHTML|insertAdjacentHTML|document\.write|unsafeHTML/, "text is set as text");
      for (const [, name = ""] of script.matchAll(/^import .* from "(\.[^"]+)"/gm)) {
        const imported = new URL(name, `${base()}/${path}`).pathname.slice(1);
        assert.ok(named.includes(imported), `${path} imports ${imported}, which is asked for late`);
      }
    }
    assert.equal((await fetch(`${base()}/docs`)).status, 200);
    const api = (await (await fetch(`${base()}/docs/json`)).json()) as { openapi: string; paths: object };
    assert.match(api.openapi, /^3\.1/);
    assert.ok("/jobs" in api.paths);
  });

  it("answers 503 within 2 s while Redis is away, frozen or gone, and works again after", async () => {
    const { process: server } = redis.server;
    server.kill("SIGSTOP");
    const startedAt = performance.now();
    const frozen = await post({ pipeline: "guchi", input: { text: TEXT } });
    assert.equal(frozen.status, 503);
    assert.ok(performance.now() - startedAt < 2_000);
    assert.equal((await fetch(`${base()}/jobs/none`)).status, 503);
    assert.equal((await fetch(`${base()}/readyz`)).status, 503);
    assert.equal((await fetch(`${base()}/healthz`)).status, 200);
    server.kill("SIGCONT");
    await until(
      "an accepted job",
      async () => (await post({ pipeline: "guchi", input: { text: TEXT } })).status === 202,
    );
    await redis.server.stop();
    const gone = await post({ pipeline: "guchi", input: { text: TEXT } });
    assert.equal(gone.status, 503);
    assert.ok(gone.headers.has("retry-after"));
  });
});
