import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lineKeys } from "../keys.ts";
import { startTestRedis } from "@guchi/chain/testing/redis.ts";
import { startFakeLine } from "../../../test/fakes/line/server.ts";
import { lineId } from "../../../test/fakes/line/webhook.ts";
import { LineApi } from "./api.ts";
import { channelTokens } from "./token.ts";
import { CHANNEL_SECRET } from "../../../test/support/line-system.ts";

const MESSAGES = '[{"type":"text","text":"hi"}]';

async function push(api: LineApi) {
  const answer = await api.push(lineId(), MESSAGES, crypto.randomUUID());
  return answer.kind === "answer" ? answer.status : answer.kind;
}

/**
 * Several processes, as far as tokens are concerned: each with its own client and memory, over one
 * Redis.
 */
async function processes(count: number, { tokenSeconds = 900, channelId = "77" } = {}) {
  const redis = await startTestRedis();
  const fake = await startFakeLine({
    channelId: "77",
    channelSecret: CHANNEL_SECRET,
    tokenSeconds,
    prefix: "/proxy/line",
  });
  const apis = Array.from({ length: count }, () => {
    const settings = {
      name: "",
      apiBaseUrl: fake.url,
      channelSecret: CHANNEL_SECRET,
      publicBaseUrl: "",
      pipeline: "guchi",
      pushesToGroups: false,
      token: { kind: "stateless", channelId } as const,
    };
    return new LineApi({ baseUrl: fake.url, tokens: channelTokens(settings, redis.connect()) });
  });
  const stop = async () => {
    await fake.close();
    await redis.stop();
  };
  return { redis, fake, apis, issued: () => fake.requestsTo("token").length, stop };
}

describe("stateless channel access tokens", { timeout: 60_000 }, () => {
  it("are issued once for all processes, under a path in the base URL, and kept sealed", async () => {
    const { redis, fake, apis, issued, stop } = await processes(4);
    assert.deepEqual(
      await Promise.all(apis.flatMap((api) => [push(api), push(api)])),
      Array.from({ length: 8 }, () => 200),
    );
    assert.equal(issued(), 1);
    const used = fake.requestsTo("push").map(({ authorization }) => authorization?.slice("Bearer ".length) ?? "");
    assert.equal(new Set(used).size, 1);
    const kept = (await redis.connect().get(lineKeys.token())) ?? "";
    assert.ok(kept.length > 20 && !kept.includes(used[0] ?? "-"));
    await stop();
  });

  it("are renewed before they end", async () => {
    const { apis, issued, stop } = await processes(1, { tokenSeconds: 1 });
    const [api] = apis as [LineApi];
    const until = Date.now() + 2_500;
    while (Date.now() < until) assert.equal(await push(api), 200);
    assert.ok(issued() >= 4, `${issued()} were issued in 2.5 s, each good for 1 s and used for half of it`);
    await stop();
  });

  it("are renewed after a 401, once for all processes", async () => {
    const { fake, apis, issued, stop } = await processes(4);
    await Promise.all(apis.map(push));
    fake.revokeAccessTokens();
    assert.deepEqual(await Promise.all(apis.map(push)), [200, 200, 200, 200]);
    assert.equal(issued(), 2);
    await stop();
  });

  it("that cannot be had mean that nothing was sent", async () => {
    const { fake, apis, stop } = await processes(1);
    fake.behave("token", { status: 500 }, { cut: "before" });
    const [api] = apis as [LineApi];
    assert.deepEqual([await push(api), await push(api), await push(api)], ["unreached", "unreached", 200]);
    await stop();
  });

  it("that LINE refuses to give count as being denied", async () => {
    const { apis, stop } = await processes(1, { channelId: "wrong" });
    assert.equal(await push((apis as [LineApi])[0]), 401);
    await stop();
  });
});

describe("a call to LINE", () => {
  it("ends at its time-out, and is then unknown; refused connections never left", async () => {
    const fake = await startFakeLine();
    const tokens = { get: async () => ({ token: fake.accessToken }), insteadOf: async () => undefined };
    const api = new LineApi({ baseUrl: fake.url, tokens, timeoutMs: 200 });
    fake.behave("push", { hold: new Promise(() => undefined) });
    assert.equal((await api.push(lineId(), MESSAGES, crypto.randomUUID())).kind, "unknown");
    await fake.close();
    assert.equal((await api.push(lineId(), MESSAGES, crypto.randomUUID())).kind, "unreached");
  });
});
