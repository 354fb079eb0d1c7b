import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { startUntrustedServer } from "@guchi/platform/testing/tls-server.ts";
import { startFakeLine } from "../../../test/fakes/line/server.ts";
import { callLine } from "./call.ts";

const call = (base: string) => callLine({ url: `${base}/v2/bot/message/push`, headers: {}, body: "{}" });

describe("a request to LINE", () => {
  it("surely was not sent where the certificate cannot be verified", async () => {
    await using server = await startUntrustedServer();
    assert.equal((await call(server.url)).kind, "unreached");
    assert.equal(server.requests(), 0);
  });

  it("may have been done where the connection broke", async () => {
    const fake = await startFakeLine();
    fake.behave("push", { cut: "before" });
    assert.equal((await call(fake.url)).kind, "unknown");
    await fake.close();
  });

  it("tells how long LINE wants to be left alone, in seconds or as a date", async () => {
    const fake = await startFakeLine();
    for (const [header, ms] of [
      ["7", 7_000],
      [new Date(0).toUTCString(), 0],
    ] as const) {
      fake.behave("push", { status: 429, message: "", headers: { "retry-after": header } });
      const answer = await call(fake.url);
      assert.equal(answer.kind === "answer" && answer.retryAfterMs, ms);
    }
    await fake.close();
  });
});
