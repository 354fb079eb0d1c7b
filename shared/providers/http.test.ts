import assert from "node:assert/strict";
import { createServer, type AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { kindOfNetworkError, kindOfStatus, retryAfterMs } from "./http.ts";

describe("what an HTTP status means", () => {
  const table = {
    rate_limited: [429],
    misconfigured: [401, 403, 404, 410],
    server_error: [408, 409, 500, 502, 503, 504, 529],
    out_of_quota: [402],
    bad_request: [400, 413, 415, 422],
  } as const;
  for (const [kind, statuses] of Object.entries(table)) {
    it(`${statuses.join(", ")}: ${kind}`, () => {
      for (const status of statuses) assert.equal(kindOfStatus(status), kind, String(status));
    });
  }
});

describe("Retry-After", () => {
  const now = Date.parse("2026-11-24T03:00:00Z");
  const table: readonly [header: string | null | undefined, ms: number | undefined][] = [
    ["0", 0],
    ["2", 2_000],
    ["1.5", 1_500],
    [" 60 ", 60_000],
    ["Tue, 24 Nov 2026 03:00:10 GMT", 10_000],
    ["Tue, 24 Nov 2026 02:00:00 GMT", 0],
    ["-1", undefined],
    ["soon", undefined],
    ["", undefined],
    ["9999999999999999999", undefined],
    [null, undefined],
    [undefined, undefined],
  ];
  for (const [header, ms] of table) {
    it(`${JSON.stringify(header)} is ${ms} ms`, () => assert.equal(retryAfterMs(header, now), ms));
  }
});

describe("a failed fetch", () => {
  it("was never sent when nobody listens or the name is unknown", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    assert.equal(kindOfNetworkError(await failureOf(`http://127.0.0.1:${port}/`)), "unreachable");
    assert.equal(kindOfNetworkError(await failureOf("http://guchi.invalid/")), "unreachable");
  });

  it("may have been done when the connection broke", async () => {
    const server = createServer((socket) => socket.once("data", () => socket.destroy())).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    assert.equal(kindOfNetworkError(await failureOf(`http://127.0.0.1:${port}/`)), "cut");
    server.close();
  });
});

function failureOf(url: string): Promise<unknown> {
  return fetch(url).then(
    () => assert.fail("answered"),
    (error: unknown) => error,
  );
}
