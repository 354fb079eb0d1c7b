import assert from "node:assert/strict";
import { METHODS, request as ask } from "node:http";
import { after, before, describe, it } from "node:test";
import type { FastifyInstance } from "fastify";
import { startTestGateway, type TestGateway } from "../testing.ts";

const ROUTES: [path: string, allow: string][] = [
  ["/jobs", "GET, HEAD, POST"],
  ["/jobs/some-id", "DELETE, GET, HEAD"],
  ["/jobs/some-id?wait=x", "DELETE, GET, HEAD"],
  ["/jobs/some-id/events", "GET, HEAD"],
  ["/jobs/some-id/cancel", "POST"],
  ["/jobs/some-id/suspend", "POST"],
  ["/jobs/some-id/resume", "POST"],
  ["/jobs/some-id/rewind", "POST"],
  ["/jobs/some-id/restart", "POST"],
  ["/media/job/file.jpg", "GET, HEAD"],
  ["/webhook/line", "POST"],
  ["/healthz", "GET, HEAD"],
  ["/readyz", "GET, HEAD"],
  ["/stages", "GET, HEAD"],
  ["/metrics", "GET, HEAD"],
  ["/", "GET, HEAD"],
  ["/page/chat/main.ts", "GET, HEAD"],
];

describe("a request that no route takes", () => {
  let gateway: TestGateway;
  let app: FastifyInstance;
  before(async () => {
    gateway = await startTestGateway();
    const webhook = { secrets: new Map([["", "secret"]]), take: async () => "queued" as const, count: () => undefined };
    app = await gateway.build({ webhook });
    await app.listen({ port: 0, host: "127.0.0.1" });
  });
  after(async () => {
    await app.close();
    await gateway.stop();
  });

  const send = (method: string, path: string, headers: Record<string, string> = {}, body = "") =>
    new Promise<{ status: number | undefined; type: unknown; allow: string | undefined; body: string }>(
      (resolve, reject) => {
        const asking = ask(app.listeningOrigin + path, { method, headers, agent: false }, (answer) => {
          let body = "";
          answer.on("data", (chunk: Buffer) => (body += chunk.toString()));
          answer.on("end", () =>
            resolve({
              status: answer.statusCode,
              type: answer.headers["content-type"],
              allow: answer.headers.allow,
              body,
            }),
          );
        });
        asking.on("error", reject);
        asking.end(body);
      },
    );
  // CONNECT asks a proxy for a tunnel: Node closes the connection of whoever asks a server that is
  // none.
  const methods = METHODS.filter((method) => method !== "CONNECT");

  for (const [path, allow] of ROUTES) {
    it(`to ${path} is 405 and names ${allow}, whatever other method Node knows`, async () => {
      for (const method of methods.filter((each) => !allow.split(", ").includes(each))) {
        const answer = await send(method, path);
        assert.equal(answer.status, 405, method);
        assert.equal(answer.allow, allow, method);
        assert.equal(answer.type, "application/problem+json");
        if (method === "HEAD") continue; // has no body
        const problem = JSON.parse(answer.body) as { type: string; status: number };
        assert.equal(problem.type, "urn:guchi:problem:method-not-allowed");
        assert.equal(problem.status, 405);
      }
    });
  }

  it("is 405 on every path of the API page", async () => {
    const { paths } = (await app.inject({ url: "/docs/json" })).json<{ paths: Record<string, object> }>();
    assert.ok(Object.keys(paths).length > 10);
    for (const path of Object.keys(paths)) {
      const { status, allow = "" } = await send("PATCH", path.replaceAll(/[{}]/g, ""));
      assert.equal(status, 405, path);
      // `/jobs/actions` is the path of a job, too: one whose id is `actions`.
      const same = Object.entries(paths).filter(([other]) => other === path || matches(other, path));
      const told = same.flatMap(([, each]) => Object.keys(each).map((method) => method.toUpperCase()));
      assert.deepEqual(
        allow.split(", ").filter((method) => method !== "HEAD"),
        [...new Set(told)].toSorted(),
        path,
      );
    }
  });

  it("is 405 before its body is looked at", async () => {
    const headers = { "content-type": "text/plain" };
    assert.equal((await send("PUT", "/jobs", headers, "text")).status, 405);
    assert.equal((await send("PATCH", "/jobs/x", { "content-type": "application/json" }, "{")).status, 405);
    assert.equal((await send("PUT", "/jobs", headers, "x".repeat(70_000))).status, 405);
  });

  it("to an unknown path is 404, and to a malformed one 400, with any method", async () => {
    for (const method of methods) {
      for (const [path, status] of [
        ["/nowhere", 404],
        ["/jobs/x/y", 404],
        ["/jobs/%zz", 400],
      ] as const) {
        const answer = await send(method, path);
        assert.equal(answer.status, status, `${method} ${path}`);
        assert.equal(answer.allow, undefined);
      }
    }
    assert.equal((await gateway.app.inject({ url: "/webhook/line" })).statusCode, 404, "LINE is not configured here");
    assert.equal((await send("GET", "/docs/static/none.js")).status, 404, "a method that the path has");
  });
});

/** Whether a path of the API page, such as `/jobs/{id}`, takes the other one. */
function matches(template: string, path: string): boolean {
  return new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/{}]+")}$`).test(path);
}
