import assert from "node:assert/strict";
import { METHODS } from "node:http";
import { connect } from "node:net";
import { after, before, describe, it } from "node:test";
import { signMedia } from "@guchi/platform/media/sign.ts";
import { newMediaKey } from "@guchi/platform/media/store.ts";
import * as fc from "fast-check";
import type { FastifyInstance, InjectOptions } from "fastify";
import { keysOf, MEDIA_SECRET, startTestGateway, type TestGateway } from "./testing.ts";

const KEY = "the-key-of-the-fuzz-test";
const SECRETS = [KEY, MEDIA_SECRET];
/** Runs of each property. A longer run: FUZZ_RUNS=20000. */
const numRuns = Number(process.env["FUZZ_RUNS"] ?? 300);

describe("hostile input", { timeout: 300_000 }, () => {
  let gateway: TestGateway;
  let app: FastifyInstance;
  before(async () => {
    gateway = await startTestGateway({ access: { apiKeys: keysOf(KEY), rateLimit: { jobs: 999_999, seconds: 1 } } });
    ({ app } = gateway);
  });
  after(() => gateway.stop());

  const headers = { authorization: `Bearer ${KEY}` };
  /**
   * Asks, and holds what holds for every answer: no 5xx, no hang, no secret, problems as problem
   * details.
   */
  const ask = async (options: InjectOptions) => {
    const answer = await app.inject(options);
    assert.ok(answer.statusCode < 500, `${answer.statusCode}: ${answer.body}`);
    for (const secret of SECRETS) assert.ok(!answer.body.includes(secret), "no secret in an answer");
    if (answer.statusCode >= 400) assert.equal(answer.headers["content-type"], "application/problem+json");
    return answer;
  };
  const segment = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.webPath(),
    fc.constantFrom(
      "..",
      "%2e%2e",
      "%00",
      "%",
      "%zz",
      "constructor",
      "__proto__",
      "-1",
      "0",
      "\u202e",
      "a".repeat(3_000),
    ),
  );

  it("any body to POST /jobs is a 4xx or a job", async () => {
    const body = fc.oneof(
      fc.json({ maxDepth: 6 }),
      fc
        .record({ pipeline: fc.anything(), input: fc.anything(), callbackUrl: fc.anything() }, { requiredKeys: [] })
        .map(asJson),
      fc
        .record({ pipeline: fc.constantFrom("guchi", "guchi-fast", "line-notice", "callback"), input: fc.object() })
        .map(asJson),
      fc.string({ unit: "binary" }),
      fc.constant(`{"pipeline":"guchi","input":${"[".repeat(20_000)}${"]".repeat(20_000)}}`),
      fc.constant('{"pipeline":"guchi","input":{"text":"x"},"constructor":{"prototype":{"polluted":1}}}'),
    );
    await fc.assert(
      fc.asyncProperty(body, async (payload) => {
        const answer = await ask({
          method: "POST",
          url: "/jobs",
          payload,
          headers: { ...headers, "content-type": "application/json" },
        });
        assert.ok([202, 400, 413].includes(answer.statusCode), answer.body);
        assert.equal(({} as { polluted?: unknown }).polluted, undefined);
      }),
      { numRuns },
    );
  });

  it("any method, path and query is answered", async () => {
    const method = fc.constantFrom(...METHODS.filter((each) => each !== "CONNECT"));
    const prefix = fc.constantFrom(
      "/jobs/",
      "/media/",
      "/admin/queues/",
      "/docs/",
      "/webhook/",
      "/",
      "/jobs/x/",
      "/metrics",
    );
    const query = fc.dictionary(fc.string({ maxLength: 20 }), fc.string({ unit: "binary", maxLength: 40 }));
    await fc.assert(
      fc.asyncProperty(method, prefix, segment, query, async (verb, start, rest, asked) => {
        const url = `${start}${encodeURI(rest.toWellFormed())}?${new URLSearchParams(asked).toString()}`;
        const answer = await app.inject({ method: verb as "GET", url, headers });
        assert.ok(answer.statusCode < 500, `${verb} ${url}: ${answer.statusCode} ${answer.body}`);
        for (const secret of SECRETS) assert.ok(!answer.body.includes(secret));
      }),
      { numRuns },
    );
  });

  it("any body is answered by Bull Board's routes", async () => {
    const path = fc.constantFrom(
      "/sentiment/x/retry",
      "/sentiment/add",
      "/sentiment/pause",
      "/none/x/clean",
      "/x/job-schedulers/x",
    );
    const method = fc.constantFrom("POST", "PUT", "PATCH", "DELETE");
    const type = fc.constantFrom("application/json", "application/json; charset=x", "text/plain", "*/*", ";", "");
    const body = fc.oneof(
      fc.json(),
      fc.constantFrom("{", "[", '"', "1", "nul", "\uFEFF{}"),
      fc.string({ unit: "binary" }),
    );
    await fc.assert(
      fc.asyncProperty(method, path, type, body, async (verb, end, contentType, payload) => {
        const url = `/admin/queues/api/queues${end}`;
        const answer = await app.inject({
          method: verb,
          url,
          payload,
          headers: { ...headers, "content-type": contentType },
        });
        assert.ok(answer.statusCode < 500, `${verb} ${url} ${contentType} ${payload}: ${answer.body}`);
      }),
      { numRuns },
    );
  });

  it("any header is answered", async () => {
    const name = fc.constantFrom(
      "authorization",
      "x-api-key",
      "idempotency-key",
      "if-none-match",
      "last-event-id",
      "range",
      "content-type",
      "accept",
      "x-line-signature",
      "x-forwarded-for",
      "host",
      "expect",
      "content-length-x",
      "cookie",
      "origin",
    );
    const value = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
      maxLength: 300,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("/jobs", "/jobs/none", "/jobs/none/events", "/media/a/b", "/admin/queues", "/"),
        fc.dictionary(name, value),
        async (url, more) => {
          const answer = await app.inject({ url, headers: { ...headers, ...more } });
          assert.ok(answer.statusCode < 500, `${url} ${JSON.stringify(more)}: ${answer.body}`);
          assert.ok(!answer.body.includes(KEY));
        },
      ),
      { numRuns },
    );
  });

  it("a media URL opens its own file and nothing else, whatever is changed in it", async () => {
    const key = newMediaKey("job-1", "image", "jpg");
    await gateway.media.put(key, Buffer.from("picture"));
    const exp = Math.floor(Date.now() / 1_000) + 600;
    const { sig } = signMedia(MEDIA_SECRET, key, exp);
    const good = `/media/${key}?exp=${exp}&sig=${sig}`;
    assert.equal((await app.inject({ url: good })).statusCode, 200);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(good.length - 8),
        fc.constantFrom("", "A", "0", "%2f", "..", "&", "#x", "\\", "%00"),
        async (at, put) => {
          const url = `/media/${(good.slice(7, 7 + at) + put + good.slice(8 + at)).replace(/^\/+/, "")}`;
          if (url === good) return;
          const answer = await app.inject({ url });
          assert.ok(answer.statusCode < 500, `${url}: ${answer.statusCode}`);
          const asked = new URL(url, "http://x");
          const sameFile = asked.searchParams.get("sig") === sig && asked.pathname === `/media/${key}`;
          if (!sameFile) assert.notEqual(answer.body, "picture", url);
        },
      ),
      { numRuns },
    );
  });

  it("another user's words are never in an answer to a bad request", async () => {
    const secret = "誰にも言えない秘密";
    await gateway.client.start("guchi", { text: secret });
    await fc.assert(
      fc.asyncProperty(segment, async (path) => {
        const answer = await app.inject({ url: `/jobs/${encodeURIComponent(path.toWellFormed())}`, headers });
        assert.ok(!answer.body.includes(secret));
      }),
      { numRuns },
    );
  });

  it("what is no HTTP, floods of headers, and bodies that never end are cut off", async () => {
    const { port } = new URL(app.listeningOrigin);
    const send = (text: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(Number(port), "127.0.0.1");
        let answer = "";
        socket.on("data", (chunk) => (answer += chunk.toString()));
        socket.on("error", () => undefined);
        socket.on("close", () => resolve(answer));
        socket.write(text);
        setTimeout(() => socket.end(), 500);
      });
    const flood = Array.from({ length: 3_000 }, (_, count) => `x-${count}: ${"a".repeat(40)}`).join("\r\n");
    assert.match(await send(`GET / HTTP/1.1\r\nhost: x\r\n${flood}\r\n\r\n`), /^HTTP\/1\.1 4\d\d/);
    assert.match(await send("\u0000\u0001\u0002 garbage\r\n\r\n"), /^HTTP\/1\.1 400/);
    assert.match(
      await send("POST /jobs HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello"),
      /^HTTP\/1\.1 400/,
    );
    assert.match(
      await send("POST /jobs HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\ncontent-length: 6\r\n\r\n0\r\n\r\n"),
      /^HTTP\/1\.1 400/,
    );
    assert.equal((await fetch(`${app.listeningOrigin}/healthz`)).status, 200);
  });
});

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner)) ?? "null";
  } catch {
    return "null";
  }
}
