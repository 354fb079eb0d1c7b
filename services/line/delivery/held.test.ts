import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { until } from "@guchi/chain/testing/until.ts";
import { MONTHLY_LIMIT } from "../../../test/fakes/line/rules.ts";
import { lineEvent, lineId, redelivered } from "../../../test/fakes/line/webhook.ts";
import { SAID, startLineSystem, types, type LineSystem } from "../../../test/support/line-system.ts";

describe("an answer that is more than one", { timeout: 240_000 }, () => {
  let system: LineSystem;
  before(async () => {
    system = await startLineSystem();
  });
  after(() => system.stop());

  it("is held when the month's messages are used up, and handed over with the next answer, in one reply", async () => {
    system.fake.setQuota(0);
    const { user, sent, requests } = await system.pushed();
    assert.deepEqual([sent.length, requests.length], [0, 1]);
    const held = await system.delivered(user);
    assert.deepEqual([held.status, held.delivered], ["completed", "held"]);
    await system.pushed(user);
    await system.post(system.message(user, "うれしい"));
    await system.settled();
    const [first, ...more] = system.fake.to(user);
    assert.deepEqual(more, []);
    assert.equal(first?.via, "reply");
    const texts = first?.messages.filter(({ type }) => type === "text").map((message) => String(message["text"])) ?? [];
    assert.ok(texts[0]?.includes(held.id), "the oldest comes first");
    assert.equal(texts.length, 3);
    assert.equal(first?.messages.length, 5);
    await system.said("うれしい", user);
    assert.equal(system.fake.to(user).length, 2);
    assert.equal(system.fake.to(user)[1]?.messages.length, 1, "handed over once");
    system.fake.setQuota(Number.POSITIVE_INFINITY);
  });

  it("is handed over with the answer to a sticker, too", async () => {
    system.fake.behave("push", { status: 429, message: MONTHLY_LIMIT });
    const { user } = await system.pushed();
    const message = { type: "sticker", id: "77", packageId: "1", stickerId: "1" };
    await system.post(
      lineEvent("message", {
        source: { type: "user", userId: user },
        replyToken: system.fake.issueReplyToken(user),
        message,
      }),
    );
    const [sent] = await system.answered(user);
    assert.deepEqual(types(sent?.messages), ["text", "image", "audio", "text"]);
    assert.match(String(sent?.messages.at(-1)?.["text"]), SAID.sticker);
  });

  it("is the same job's answer again on 「もう一回」: a new picture and sentence, for the same user alone", async () => {
    const { user, sent } = await system.said();
    const quick = JSON.stringify(sent[0]?.messages.at(-1)?.["quickReply"]);
    const data = /"data":"([^"]+)"/.exec(quick)?.[1] ?? "";
    const tap = (userId: string) =>
      lineEvent("postback", {
        source: { type: "user", userId },
        replyToken: system.fake.issueReplyToken(userId),
        postback: { data },
      });
    const event = tap(user);
    await Promise.all([system.post(event), system.post(redelivered(event))]);
    await system.settled();
    const [first, second, ...more] = system.fake.to(user);
    assert.deepEqual(more, []);
    assert.deepEqual(types(second?.messages), ["text", "image", "audio"]);
    assert.notEqual(second?.messages[0]?.["text"], first?.messages[0]?.["text"]);
    const stranger = lineId();
    await system.post(tap(stranger));
    const [refused] = await system.answered(stranger);
    assert.match(String(refused?.messages[0]?.["text"]), SAID.forgotten);
    await system.post(
      lineEvent("postback", { source: { type: "user", userId: user }, postback: { data: "again=../x" } }),
    );
    await system.settled();
    assert.equal(system.fake.to(user).length, 2);
  });

  it("shows the loading animation in a one-to-one chat, and no failure of it harms the answer", async () => {
    const user = lineId();
    system.fake.behave("loading", { status: 500 });
    await system.post(system.message(user));
    await system.answered(user);
    await until("the animation", () => system.fake.requestsTo("loading").some(({ body }) => body.includes(user)));
    assert.equal(system.fake.to(user).length, 1);
  });

  it("is in English to an English writer's sticker", async () => {
    const { user } = await system.said("I am happy");
    const message = { type: "sticker", id: "78", packageId: "1", stickerId: "1" };
    const replyToken = system.fake.issueReplyToken(user);
    await system.post(lineEvent("message", { source: { type: "user", userId: user }, replyToken, message }));
    const [, sent] = await system.answered(user, 2);
    assert.match(String(sent?.messages[0]?.["text"]), /^What a cute sticker/);
  });

  it("is an apology, once, when it could not be made", async () => {
    const { persona } = system.stages;
    const fail = Promise.withResolvers<void>();
    system.stages.persona = async () => {
      await fail.promise;
      throw new Error("no idea");
    };
    const user = lineId();
    await system.post(system.message(user));
    fail.resolve();
    const [sent] = await system.answered(user);
    system.stages.persona = persona;
    assert.match(String(sent?.messages[0]?.["text"]), SAID.sorry);
    await system.settled();
    assert.equal(system.fake.to(user).length, 1);
  });
});
