import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { deliveryCause } from "@guchi/chain/delivery.ts";
import { jobIdOf } from "@guchi/chain/job/id.ts";
import { keysOf } from "@guchi/chain/testing/redis.ts";
import { until } from "@guchi/chain/testing/until.ts";
import type { Overview } from "@guchi/contracts/admin.ts";
import { tellStanding } from "@guchi/contracts/line-standing.ts";
import { memoryKeys } from "@guchi/contracts/memory/keys.ts";
import type { Running } from "@guchi/platform/service/runtime.ts";
import {
  lineEvent,
  lineId,
  messageId,
  postWebhook,
  sign,
  textEvent,
  webhookBody,
} from "../../test/fakes/line/webhook.ts";
import { CHANNEL_SECRET, COMPLAINT, startLineSystem, type LineSystem } from "../../test/support/line-system.ts";
import { lineKeys } from "./keys.ts";
import { ownerOf } from "./owner.ts";

const SHOP_SECRET = "fedcba9876543210fedcba9876543210";
const SHOP = { channelId: "200", channelSecret: SHOP_SECRET };
const CHANNELS = { LINE_CHANNELS: `shop:200:${SHOP_SECRET}:guchi-fast` };

describe("two channels of LINE with the same user", { timeout: 120_000 }, () => {
  let system: LineSystem;
  let line: Running;
  let shop: LineSystem["fake"]["others"][number];
  before(async () => {
    system = await startLineSystem({ env: CHANNELS, fake: { others: [SHOP] }, without: ["line"] });
    line = await system.open("line");
    shop = system.fake.others[0] ?? assert.fail();
  });
  after(() => system.stop());

  const postTo = async (channel: string, secret: string, ...events: readonly unknown[]) => {
    const body = webhookBody(...events);
    return postWebhook(system.base, body, { "x-line-signature": sign(body, secret) }, { channel });
  };
  const post = async (...events: readonly unknown[]) => postTo("", CHANNEL_SECRET, ...events);
  const postShop = async (...events: readonly unknown[]) => postTo("shop", SHOP_SECRET, ...events);
  /** What each channel has sent to the user: by which way, and the texts. */
  const sentTo = (user: string) =>
    [system.fake, shop].map((channel) =>
      channel.to(user).map(({ via, messages }) => [via, messages.flatMap(({ text = [] }) => text).join("\n")] as const),
    );
  const ways = (user: string) => sentTo(user).map((sent) => sent.map(([via]) => via));
  const ask = async (path: string, init: RequestInit = {}) => fetch(system.base + path, init);

  it("answers each by its own token and pipeline, even where both bring an event and a message of the same ids", async () => {
    const user = lineId();
    const event = textEvent(user, COMPLAINT);
    await post({ ...event, replyToken: system.fake.issueReplyToken(user) });
    await postShop({ ...event, replyToken: shop.issueReplyToken(user) });
    await system.settled();
    assert.deepEqual(ways(user), [["reply"], ["reply"]]);
    const pipelines = await Promise.all((await system.jobs()).map(async (id) => system.records.pipelineOf(id)));
    assert.deepEqual(new Set(pipelines), new Set(["guchi", "guchi-fast"]));
    const tokens = new Set(system.fake.requestsTo("reply").map(({ authorization }) => authorization));
    assert.equal(tokens.size, 2);
    const kept = await keysOf(system.connection, "guchi:line:{token*");
    assert.deepEqual(kept, [lineKeys.token("shop")]);
  });

  it("takes what the channel's own secret signs, and has nothing at the path of another name", async () => {
    const event = textEvent(lineId(), COMPLAINT);
    assert.equal((await postTo("shop", CHANNEL_SECRET, event)).status, 401);
    assert.equal((await postTo("", SHOP_SECRET, event)).status, 401);
    const nowhere = await postTo("other", SHOP_SECRET, event);
    assert.equal(nowhere.status, 404);
    assert.equal(nowhere.headers.get("content-type"), "application/problem+json");
    await until("each to be counted", async () => {
      const lines = (await (await ask("/metrics")).text()).split("\n");
      return ["", 'channel="shop",'].every((label) =>
        lines.includes(`guchi_line_webhook_events_total{${label}how="unsigned"} 1`),
      );
    });
  });

  it("holds what the one whose quota is gone owes for that one's next reply, and the operator sees whose", async () => {
    const user = lineId();
    shop.setQuota(0);
    await postShop(textEvent(user, "お店への愚痴"));
    await post(textEvent(user, COMPLAINT));
    await system.settled();
    assert.deepEqual(ways(user), [["push"], []], "the other one's goes on");
    await tellStanding(system.connection, "", { at: Date.now(), limit: 200, used: 10 });
    await tellStanding(system.connection, "shop", { at: Date.now(), limit: 100, used: 100 });
    const { line: seen = [], troubles } = (await (await ask("/admin/api/overview")).json()) as Overview;
    assert.deepEqual(
      seen.map(({ channel, limit, held }) => [channel, limit, held]),
      [
        [undefined, 200, 0],
        ["shop", 100, 1],
      ],
    );
    assert.deepEqual(
      troubles.filter(({ code }) => code.startsWith("line_")).map(({ code, about }) => [code, about["channel"]]),
      [["line_quota", "shop"]],
    );
    const metrics = await (await ask("/metrics")).text();
    assert.match(metrics, /^guchi_line_quota_used_messages 10$/m);
    assert.match(metrics, /^guchi_line_quota_limit_messages\{channel="shop"\} 100$/m);
    const sticker = () =>
      lineEvent("message", { source: { type: "user", userId: user }, message: { type: "sticker", id: messageId() } });
    await post({ ...sticker(), replyToken: system.fake.issueReplyToken(user) });
    await system.settled();
    assert.doesNotMatch(sentTo(user)[0]?.[1]?.[1] ?? "", /おつかれさま/);
    await postShop({ ...sticker(), replyToken: shop.issueReplyToken(user) });
    await system.settled();
    assert.match(sentTo(user)[1]?.[0]?.[1] ?? "", /おつかれさま/);
    shop.setQuota(Number.POSITIVE_INFINITY);
  });

  it("forgets on the one where that is asked for, and nothing of the other one", async () => {
    const user = lineId();
    const [mine, its] = [ownerOf(user), ownerOf(user, "shop")];
    const ids = { message: { id: messageId() } };
    await post(textEvent(user, "ひみつの本店の愚痴", ids));
    await postShop(textEvent(user, "ひみつの支店の愚痴", ids), textEvent(user, "ひみつの支店の不満"));
    await system.settled();
    for (const owner of [mine, its])
      for (const keyOf of Object.values(memoryKeys)) await system.connection.hset(keyOf(owner), "job", "ひみつ");
    const left = async () => {
      const all = await system.everything();
      return ["本店の愚痴", "支店の愚痴", "支店の不満"].filter((words) => all.includes(`ひみつの${words}`));
    };
    await postShop(
      lineEvent("unsend", { source: { type: "user", userId: user }, unsend: { messageId: ids.message.id } }),
    );
    await system.settled();
    assert.deepEqual(await left(), ["本店の愚痴", "支店の不満"]);
    await postShop(textEvent(user, "全部忘れて", { replyToken: shop.issueReplyToken(user) }));
    await system.settled();
    assert.deepEqual(await left(), ["本店の愚痴"]);
    assert.match(sentTo(user)[1]?.at(-1)?.[1] ?? "", /全部忘れたよ/);
    const kept = async (owner: string) =>
      system.connection.exists(...Object.values(memoryKeys).map((keyOf) => keyOf(owner)), lineKeys.forgotten(owner));
    assert.deepEqual([await kept(its), await kept(mine)], [1, 3], "the mark that it is forgotten; the memories");
    await post(textEvent(user, "ひみつの本店の愚痴"));
    await system.settled();
    assert.deepEqual(ways(user)[0], ["push", "push"]);
    await postShop(lineEvent("unfollow", { source: { type: "user", userId: user } }));
    await system.settled();
    assert.deepEqual(await left(), ["本店の愚痴"]);
  });

  it("keeps the answers and events of a channel that is no longer configured, until it is again", async () => {
    const [user, later] = [lineId(), lineId()];
    const { persona } = system.stages;
    const go = Promise.withResolvers<void>();
    let isReached = false;
    system.stages.persona = async (input, context) => {
      isReached = true;
      await go.promise;
      return persona(input, context);
    };
    await postShop(textEvent(user, COMPLAINT));
    await until("the stage to run", () => isReached);
    await line.close();
    const without = await system.open("line", { LINE_CHANNELS: "" });
    go.resolve();
    system.stages.persona = persona;
    const { id } = await system.delivered(user);
    await until("the delivery to be put off", async () => {
      const history = await system.records.history(jobIdOf(deliveryCause(id)));
      return history.some((entry) => entry?.[1] === "retrying" && entry.includes("provider_misconfigured"));
    });
    await postShop(textEvent(later, COMPLAINT));
    await post(textEvent(user, COMPLAINT));
    await until("the other one's answer", () => system.fake.to(user).length === 1);
    await without.close();
    await system.open("line");
    await until("both answers", () => shop.to(user).length === 1 && shop.to(later).length === 1);
    await system.settled();
  });
});
