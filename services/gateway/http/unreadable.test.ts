import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, before, describe, it } from "node:test";
import { startTestGateway, type TestGateway } from "../testing.ts";

/** What Node's parser, Fastify's parser or a plugin refuses before a route is asked. */
describe("a request that cannot be read", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  /** Sends these bytes and reads until the gateway closes. */
  const send = async (bytes: string | Buffer) => {
    const { hostname, port } = new URL(gateway.app.listeningOrigin);
    const socket = connect(Number(port), hostname);
    socket.setTimeout(10_000, () => socket.destroy());
    socket.write(bytes);
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
    socket.on("error", () => undefined); // it may be reset after the answer
    await once(socket, "close");
    const [head = "", body = ""] = text.split("\r\n\r\n");
    return { head, body };
  };
  const HOST = "Host: localhost\r\n";

  const unreadable: [what: string, bytes: string, status: number, type: string][] = [
    ["a NUL in a header", `GET / HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`, 400, "invalid-request"],
    ["no HTTP at all", "\0\r\n\r\n", 400, "invalid-request"],
    ["two lengths", `POST /jobs HTTP/1.1\r\n${HOST}Content-Length: 5;5\r\n\r\n`, 400, "invalid-request"],
    ["headers of 20 KiB", `GET / HTTP/1.1\r\n${HOST}X: ${"a".repeat(20_480)}\r\n\r\n`, 431, "headers-too-large"],
    ["no Host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "invalid-request"],
    ["two Hosts", `GET / HTTP/1.1\r\n${HOST}Host: evil.example\r\nConnection: close\r\n\r\n`, 400, "invalid-request"],
    [
      "a target on another host",
      `GET http://evil.example/jobs HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`,
      400,
      "invalid-request",
    ],
    ["an odd Expect", `GET / HTTP/1.1\r\n${HOST}Expect: 200-ok\r\n\r\n`, 417, "expectation-failed"],
  ];
  for (const [what, bytes, status, type] of unreadable) {
    it(`${what}: ${status} as problem details, and the connection is closed`, async () => {
      const { head, body } = await send(bytes);
      assert.match(head, new RegExp(`^HTTP/1.1 ${status} `));
      assert.match(head, /^content-type: application\/problem\+json$/im);
      assert.match(head, /^connection: close$/im);
      const problem = JSON.parse(body) as { type: string; status: number };
      assert.deepEqual([problem.type, problem.status], [`urn:guchi:problem:${type}`, status]);
    });
  }

  it("is none when its target is a URL of the host that it names", async () => {
    const { head } = await send(`GET http://LocalHost/healthz?x=1 HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
    assert.match(head, /^HTTP\/1.1 200 /);
  });

  it("may take 30 s in all, its headers too, and that is looked at every 5 s", () => {
    const { headersTimeout, requestTimeout } = gateway.app.server;
    assert.deepEqual([headersTimeout, requestTimeout], [30_000, 30_000]);
  });

  it("a body that is not UTF-8 is 400 and starts nothing", async () => {
    const payload = Buffer.concat([
      Buffer.from('{"pipeline":"guchi","input":{"text":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}}'),
    ]);
    const headers = { "content-type": "application/json" };
    const answer = await gateway.app.inject({ method: "POST", url: "/jobs", headers, payload });
    assert.equal(answer.statusCode, 400);
    assert.match(answer.body, /UTF-8/);
    assert.equal(await gateway.queues.get("sentiment").getWaitingCount(), 0);
  });

  it("a file's range or condition that does not hold is told as that", async () => {
    for (const [headers, status] of [
      [{ range: "bytes=5-1" }, 416],
      [{ "if-match": '"x"' }, 412],
    ] as const) {
      const answer = await gateway.app.inject({ url: "/docs/static/index.css", headers });
      assert.equal(answer.statusCode, status);
      assert.equal(answer.headers["content-type"], "application/problem+json");
      assert.ok(!answer.body.includes("JSON"), answer.body);
    }
  });

  it("Bull Board's errors tell nothing of Redis' keys and scripts, and what was made up is no 500", async () => {
    await gateway.client.start("guchi", { text: "残業ばっかり" });
    for (const path of [
      "?activeQueue=%ff",
      "?activeQueue=reply&status=latest&page=1&jobsPerPage=99999999999999999999",
      "/sentiment/id",
      "/sentiment/events",
    ]) {
      const answer = await gateway.app.inject({ url: `/admin/queues/api/queues${path}` });
      assert.equal(answer.statusCode, 400, `${path}: ${answer.body}`);
      assert.doesNotMatch(answer.body, /WRONGTYPE|script|URI/);
    }
  });

  it("Bull Board's routes keep the status of what Fastify refuses, with the members of a problem", async () => {
    const url = "/admin/queues/api/queues/sentiment/no-such-job/retry";
    const json = { "content-type": "application/json" };
    for (const [request, status] of [
      [{ method: "PUT", url, headers: json, payload: "{" }, 400],
      [{ method: "PUT", url, headers: json, payload: `"${"a".repeat(70_000)}"` }, 413],
      [{ method: "PUT", url, headers: { "content-type": ";" }, payload: "{}" }, 415],
      [{ method: "GET", url: "/admin/queues/static/js/%00" }, 403],
    ] as const) {
      const answer = await gateway.app.inject(request);
      assert.equal(answer.statusCode, status, answer.body);
      const { status: told, error } = answer.json();
      assert.equal(told, status);
      assert.equal(typeof error.message, "string");
    }
  });
});
