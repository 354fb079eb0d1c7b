import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startFakeLine, type FakeLine } from "../../../test/fakes/line/server.ts";
import type { ChannelTokens } from "../api/token.ts";
import { dataBaseUrlOf, fetchContent } from "./content.ts";
import { VOICE } from "./testing.ts";

describe("what a user sent, fetched from LINE", { timeout: 60_000 }, () => {
  let line: FakeLine;
  before(async () => {
    line = await startFakeLine();
  });
  after(() => line.close());

  const token = (): ChannelTokens => ({
    get: async () => ({ token: line.accessToken }),
    insteadOf: async () => undefined,
  });
  const fetched = (id: string, { tokens = token(), limitMs = 10_000, signal = new AbortController().signal } = {}) =>
    fetchContent(id, { dataBaseUrl: line.url, tokens, limitMs }, signal);

  it("comes whole, also where LINE first has to make it ready", async () => {
    for (const looks of [0, 1, 2]) {
      const bytes = await fetched(line.takeContent(VOICE, { looks }));
      assert.deepEqual(new Uint8Array(bytes), VOICE);
    }
    assert.equal(line.requestsTo("transcoding").length, 2 + 3);
  });

  it("is late when LINE does not have it ready in time, and odd when it cannot make it ready", async () => {
    await assert.rejects(fetched(line.takeContent(VOICE, { looks: 99 }), { limitMs: 1_200 }), { about: "voice-late" });
    await assert.rejects(fetched(line.takeContent(VOICE, { looks: 1, isBroken: true })), { about: "voice-odd" });
  });

  it("is late when LINE hangs, and stops at once when nobody wants it any more", async () => {
    const released = Promise.withResolvers<void>();
    line.behave("content", { hold: released.promise }, { hold: released.promise });
    await assert.rejects(fetched(line.takeContent(VOICE), { limitMs: 300 }), { about: "voice-late" });
    const controller = new AbortController();
    const reason = new Error("purged");
    const fetching = fetched(line.takeContent(VOICE), { signal: controller.signal });
    controller.abort(reason);
    await assert.rejects(fetching, (error) => error === reason);
    released.resolve();
  });

  it("is gone when LINE does not have it, and too long past the bound of its bytes", async () => {
    await assert.rejects(fetched("1"), { about: "voice-gone" });
    await assert.rejects(fetched(line.takeContent(new Uint8Array(10_000_001))), { about: "voice-long" });
  });

  it("is asked for again later when LINE is down, and not when it is refused", async () => {
    const id = line.takeContent(VOICE);
    for (const [behavior, code, errorClass] of [
      [{ status: 500 }, "provider_unavailable", "transient"],
      [{ status: 429 }, "provider_unavailable", "transient"],
      [{ cut: "before" }, "provider_unavailable", "transient"],
      [{ status: 403 }, "provider_misconfigured", "permanent"],
      [{ status: 400 }, "provider_unavailable", "permanent"],
    ] as const) {
      line.behave("content", behavior);
      await assert.rejects(fetched(id), { code, class: errorClass });
    }
  });

  it("is asked for with another token where LINE refuses the first", async () => {
    const id = line.takeContent(VOICE);
    const tokens = { get: async () => ({ token: "old" }), insteadOf: async () => ({ token: line.accessToken }) };
    assert.equal((await fetched(id, { tokens })).length, VOICE.length);
    const only = { get: async () => ({ token: "old" }), insteadOf: async () => undefined };
    await assert.rejects(fetched(id, { tokens: only }), { code: "provider_misconfigured" });
  });

  it("lies on a host of its own, but for a test's", () => {
    assert.equal(dataBaseUrlOf("https://api.line.me"), "https://api-data.line.me");
    assert.equal(dataBaseUrlOf("http://localhost:1"), "http://localhost:1");
  });
});
