import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import type { FastifyInstance, InjectOptions } from "fastify";
import { keysOf, startTestGateway, type TestGateway } from "../testing.ts";

const KEYS = ["first-key-of-the-test", "second-key-of-the-test"] as const;
const SECRET = Buffer.from("a secret of the callbacks' test");
const INPUT = { pipeline: "guchi", input: { text: "あ" } };

interface Problem {
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

describe("what a client gets wrong is told in whole sentences", () => {
  let gateway: TestGateway;
  let app: FastifyInstance;
  before(async () => {
    gateway = await startTestGateway({ callbacks: { secret: SECRET, allowPrivate: true } });
    ({ app } = gateway);
  });
  after(() => gateway.stop());

  const refused = async (options: InjectOptions, status = 400) => {
    const answer = await app.inject(options);
    assert.equal(answer.statusCode, status, `${JSON.stringify(options)}: ${answer.body}`);
    return { ...answer.json<Problem>(), headers: answer.headers };
  };
  const idOf = async (body: unknown, key: string, headers = {}, to = app) => {
    const answer = await to.inject(post(body, { "idempotency-key": key, ...headers }));
    return answer.statusCode === 202 ? answer.json<{ id: string }>().id : answer.statusCode;
  };

  it("a parameter that the call does not have is 400, on every call of the API", async () => {
    const { id } = await gateway.client.start("guchi", { text: "x" });
    for (const options of [
      { url: "/jobs?stauts=failed&limit=1" },
      { url: "/jobs?runtimeStatus=failed" },
      { url: `/jobs/${id}?hsitory=true` },
      { url: `/jobs/${id}/events?stauts=x` },
      { url: "/jobs?stauts=x", method: "POST", payload: INPUT },
      { url: `/jobs/${id}/cancel?stauts=x`, method: "POST" },
      { url: `/jobs/${id}?stauts=x`, method: "DELETE" },
    ] as const satisfies InjectOptions[]) {
      const { errors } = await refused(options);
      assert.deepEqual(
        errors?.map(({ detail }) => detail),
        ["is not a known field"],
        options.url,
      );
    }
    assert.deepEqual((await refused({ url: "/jobs?stauts=failed" })).errors?.[0]?.pointer, "/stauts");
  });

  it("says all that a value must be, whichever rule it broke", async () => {
    const cases: [options: InjectOptions, pointer: string, detail: string][] = [
      ...["0", "-1", "1000", "x"].map((limit): [InjectOptions, string, string] => [
        { url: `/jobs?limit=${limit}` },
        "/limit",
        "must be a whole number from 1 to 100",
      ]),
      [{ url: "/jobs/x?wait=99" }, "/wait", "must be a whole number from 0 to 55"],
      [{ url: "/jobs/x?history=1" }, "/history", "must be true or false"],
      [{ url: "/jobs?status=done" }, "/status", "must be such as failed or pending,running"],
      [{ url: "/jobs?from=yesterday" }, "/from", "must be a time such as 2026-11-24T09:00:00Z"],
      [post({ ...INPUT, callback: "x" }), "/callback", "is not a known field"],
      [post({ pipeline: "guchi" }), "/input", "is missing"],
      [post({ pipeline: "guchi", input: {} }), "/input/text", "is missing"],
      [post({ pipeline: "guchi", input: { text: "x", txet: "x" } }), "/input/txet", "is not a known field"],
      [
        post({ pipeline: "guchi", input: { text: "x", user: "" } }),
        "/input/user",
        "must be a string of 1 to 128 characters",
      ],
      [post(["x"]), "", "must be an object"],
    ];
    for (const [options, pointer, detail] of cases) {
      assert.deepEqual((await refused(options)).errors, [{ pointer, detail }], JSON.stringify(options));
    }
  });

  it("a compressed body is 415, and what is taken is told", async () => {
    const body = gzipSync(JSON.stringify(INPUT));
    const { headers } = await refused(post(body, { "content-encoding": "gzip" }), 415);
    assert.equal(headers["accept-encoding"], "identity");
    assert.equal((await app.inject(post(INPUT, { "content-encoding": "identity" }))).statusCode, 202);
  });

  it("JSON with a member that is refused is not called invalid JSON", async () => {
    for (const member of ['"__proto__":{"x":1}', '"constructor":{"prototype":{}}']) {
      const { detail } = await refused(post(`{"pipeline":"guchi","input":{"text":"あ",${member}}}`));
      assert.match(detail, /__proto__ or constructor.prototype, which is refused/);
    }
    assert.equal((await refused(post("{"))).detail, "The body is not JSON");
  });

  it("the id of a job may be written in capitals", async () => {
    const { id } = await gateway.client.start("guchi", { text: "x" });
    const { statusCode, body } = await app.inject(`/jobs/${id.toUpperCase()}`);
    assert.equal(statusCode, 202);
    assert.equal((JSON.parse(body) as { id: string }).id, id);
  });

  describe("Idempotency-Key", () => {
    it("is the same with and without quotation marks and space around it", async () => {
      const key = `say "K" ${randomUUID()}`;
      const id = await idOf(INPUT, key);
      assert.equal(typeof id, "string");
      for (const same of [` ${key} `, `"${key.replaceAll('"', '\\"')}"`])
        assert.equal(await idOf(INPUT, same), id, same);
      for (const bad of ["", " ", '""', '"', '"a', '"a"b', '"a\\b"', "x".repeat(256)]) {
        assert.equal(await idOf(INPUT, bad), 400, bad);
      }
      assert.equal(typeof (await idOf(INPUT, "x".repeat(255))), "string");
    });

    it("must be sent at most once", async () => {
      const { hostname, port } = new URL(app.listeningOrigin);
      const socket = connect(Number(port), hostname);
      const body = JSON.stringify(INPUT);
      socket.write(
        `POST /jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n` +
          `Idempotency-Key: a\r\nIdempotency-Key: a\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
      let text = "";
      socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
      await once(socket, "close");
      assert.match(text, /^HTTP\/1.1 400 [^]*must be sent at most once/);
    });

    it("is 422 with another callbackUrl, or without it", async () => {
      const key = randomUUID();
      const withUrl = { ...INPUT, callbackUrl: "https://example.com/a" };
      const id = await idOf(withUrl, key);
      assert.equal(await idOf(withUrl, key), id);
      assert.equal(await idOf({ ...INPUT, callbackUrl: "https://example.com/b" }, key), 422);
      assert.equal(await idOf(INPUT, key), 422);
    });

    it("belongs to one API key: another one's is another job, of a restart, too", async () => {
      const keyed = await gateway.build({
        access: { apiKeys: keysOf(...KEYS), rateLimit: { jobs: 600, seconds: 60 } },
      });
      const [first, second] = KEYS.map((key) => ({ authorization: `Bearer ${key}` }));
      const key = randomUUID();
      const id = await idOf(INPUT, key, first, keyed);
      assert.equal(await idOf(INPUT, key, first, keyed), id);
      const other = await idOf(INPUT, key, second, keyed);
      assert.equal(typeof other, "string");
      assert.notEqual(other, id);
      assert.equal(
        typeof (await idOf({ pipeline: "guchi", input: { text: "べつの話" } }, `${key}2`, second, keyed)),
        "string",
      );
      await keyed.inject({ method: "POST", url: `/jobs/${id}/cancel`, headers: first ?? {} });
      const restart = async (headers = {}) => {
        const again = { method: "POST", url: `/jobs/${id}/restart` } as const;
        const answer = await keyed.inject({ ...again, headers: { ...headers, "idempotency-key": key } });
        assert.equal(answer.statusCode, 202);
        return answer.headers.location;
      };
      assert.equal(await restart(first), await restart(first));
      assert.notEqual(await restart(first), await restart(second));
      await keyed.close();
    });
  });
});

describe("the API page", () => {
  it("names the type of each enum and constant, the events of a stream, and its server", async (t) => {
    const gateway = await startTestGateway({ publicBaseUrl: "https://x.example/guchi" });
    t.after(() => gateway.stop());
    const document = (await gateway.app.inject("/docs/json")).json<{
      servers: { url: string }[];
      components: { schemas: Record<string, { anyOf?: { properties: { event: { enum: string[] } } }[] }> };
    }>();
    const untyped: unknown[] = [];
    const look = (part: unknown) => {
      if (typeof part !== "object" || part === null) return;
      if (("enum" in part || "const" in part) && !("type" in part)) untyped.push(part);
      for (const each of Object.values(part)) look(each);
    };
    look(document);
    assert.deepEqual(untyped, []);
    assert.deepEqual(document.servers, [{ url: "https://x.example/guchi" }]);
    const events = document.components.schemas["JobEvent"]?.anyOf ?? [];
    assert.deepEqual(
      events.flatMap(({ properties }) => properties.event.enum),
      ["status", "progress", "step", "end"],
    );
  });
});

function post(body: unknown, headers = {}): InjectOptions {
  return {
    method: "POST",
    url: "/jobs",
    headers: { "content-type": "application/json", ...headers },
    payload: typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  };
}
