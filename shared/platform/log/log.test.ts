import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createLog } from "./log.ts";

describe("the log", () => {
  it("holds no certificate of a TLS connection that failed", () => {
    let text = "";
    const log = createLog("test", { LOG_LEVEL: "info" }, { write: (line) => (text += line) });
    log.warn({ err: failed() }, "attempt failed");
    log.warn({ err: new AggregateError([failed(), failed()], "all failed") }, "attempt failed");
    assert.match(text, /CERT_HAS_EXPIRED/);
    assert.doesNotMatch(text, /MIIC/);
  });
});

function failed(): Error {
  return Object.assign(new Error("TLS failed"), { code: "CERT_HAS_EXPIRED", cert: { raw: "MIIC" } });
}
