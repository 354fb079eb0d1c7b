import assert from "node:assert/strict";
import { createServer, type AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { startUntrustedServer } from "../testing/tls-server.ts";
import { isNeverSent } from "./never-sent.ts";

const failure = (facts: object) => Object.assign(new Error("no"), facts);
const wrapped = (error: unknown) => new TypeError("fetch failed", { cause: new Error("inside", { cause: error }) });

const NEVER =
  "ECONNREFUSED ENOTFOUND EAI_AGAIN UND_ERR_CONNECT_TIMEOUT CERT_HAS_EXPIRED CERT_NOT_YET_VALID CRL_HAS_EXPIRED INVALID_CA " +
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY UNABLE_TO_VERIFY_LEAF_SIGNATURE DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN " +
  "ERR_TLS_CERT_ALTNAME_INVALID ERR_TLS_HANDSHAKE_TIMEOUT";
/** An alert may come after the request has left. */
const PERHAPS =
  "ECONNRESET EPIPE ETIMEDOUT UND_ERR_SOCKET UND_ERR_HEADERS_TIMEOUT ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED";

describe("a request that failed", () => {
  for (const code of NEVER.split(" ")) {
    it(`with ${code}: never sent`, () => assert.ok(isNeverSent(wrapped(failure({ code })))));
  }
  for (const code of PERHAPS.split(" ")) {
    it(`with ${code}: perhaps sent`, () => assert.ok(!isNeverSent(wrapped(failure({ code })))));
  }

  const connect = failure({ code: "ETIMEDOUT", syscall: "connect" });
  const reset = failure({ code: "ECONNRESET", syscall: "read" });
  const table: readonly [what: string, error: unknown, neverSent: boolean][] = [
    ["because it could not connect in time", connect, true],
    ["while it looked the name up", failure({ code: "ESERVFAIL", syscall: "getaddrinfo" }), true],
    ["for want of a route while connecting", failure({ code: "EHOSTUNREACH", syscall: "connect" }), true],
    ["for want of a route while it waited for the answer", failure({ code: "EHOSTUNREACH", syscall: "read" }), false],
    ["in the words of an SDK alone", new Error("connect EHOSTUNREACH 192.0.2.1:443"), true],
    ["in other words", new Error("read ECONNRESET"), false],
    ["at each of several addresses", new AggregateError([connect, connect]), true],
    ["after it reached one of several addresses", new AggregateError([connect, reset]), false],
    ["without an address", new AggregateError([]), false],
    ["with no error", "ECONNREFUSED", false],
  ];
  for (const [what, error, neverSent] of table) {
    it(`${what}: ${neverSent ? "never" : "perhaps"} sent`, () => assert.equal(isNeverSent(error), neverSent));
  }

  it("is its own cause: perhaps sent", () => {
    const error = new Error("no");
    error.cause = error;
    assert.equal(isNeverSent(error), false);
  });
});

describe("a failed fetch", () => {
  for (const chain of ["leaf", "leaf and intermediate", "up to the root"] as const) {
    it(`was never sent where the certificate cannot be verified (${chain})`, async () => {
      await using server = await startUntrustedServer(chain);
      assert.ok(isNeverSent(await failureOf(server.url)));
      assert.equal(server.requests(), 0);
    });
  }

  it("was never sent when nobody listens or the name is unknown", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    assert.ok(isNeverSent(await failureOf(`http://127.0.0.1:${port}/`)));
    assert.ok(isNeverSent(await failureOf("http://guchi.invalid/")));
  });

  it("may have been done when the connection broke", async () => {
    const server = createServer((socket) => socket.once("data", () => socket.destroy())).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    assert.ok(!isNeverSent(await failureOf(`http://127.0.0.1:${port}/`)));
    server.close();
  });
});

function failureOf(url: string): Promise<unknown> {
  return fetch(url).then(
    () => assert.fail("answered"),
    (error: unknown) => error,
  );
}
