import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { keys } from "@guchi/platform/redis/keys.ts";
import { lineKeys } from "../keys.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { RATE_LIMIT } from "../../../test/fakes/line/rules.ts";
import { lineId, textEvent } from "../../../test/fakes/line/webhook.ts";
import { ownerOf } from "../owner.ts";
import { COMPLAINT, startLineSystem, types, type LineSystem } from "../../../test/support/line-system.ts";

/** LINE's 400 that names these properties. */
const refusal = (...properties: readonly string[]) => ({
  status: 400,
  message: `The request body has ${properties.length} error(s)`,
  details: properties.map((property) => ({ property, message: "Must be a valid HTTPS URL" })),
});

describe("the delivery to LINE", { timeout: 240_000 }, () => {
  let system: LineSystem;
  before(async () => {
    system = await startLineSystem();
  });
  after(() => system.stop());

  it("goes by one push when the reply token has ended, with a UUID as retry key", async () => {
    const user = lineId();
    await system.post(textEvent(user, COMPLAINT, { replyToken: "unknown to LINE" }));
    const [sent] = await system.answered(user);
    await system.settled();
    assert.equal(system.fake.to(user).length, 1);
    assert.equal(sent?.via, "push");
    assert.match(sent?.retryKey ?? "", /^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    assert.equal((await system.delivered(user)).delivered, "delivered");
  });

  it("goes by push without trying a token that is older than 50 s", async () => {
    const { sentiment } = system.stages;
    const go = Promise.withResolvers<void>();
    system.stages.sentiment = async (input, context) => {
      await go.promise;
      return sentiment(input, context);
    };
    const user = lineId();
    const replies = system.fake.requestsTo("reply").length;
    await system.post(system.message(user));
    const { id } = await until("the job", async () => {
      const found = await system.delivered(user);
      return found.id !== "" && found;
    });
    const key = keys.job(id);
    const owed = JSON.parse((await system.connection.hget(key, "callback")) ?? "") as { to: { receivedAt: number } };
    owed.to.receivedAt -= 51_000;
    await system.connection.hset(key, "callback", JSON.stringify(owed));
    go.resolve();
    system.stages.sentiment = sentiment;
    const [sent] = await system.answered(user);
    assert.equal(sent?.via, "push");
    assert.equal(system.fake.requestsTo("reply").length, replies);
  });

  it("goes once, by the same token, when LINE takes a reply and the connection breaks", async () => {
    system.fake.behave("reply", { cut: "after" });
    const { user, sent } = await system.said();
    assert.deepEqual(
      sent.map(({ via }) => via),
      ["reply"],
    );
    assert.equal((await system.delivered(user)).delivered, "delivered");
  });

  it("goes once when LINE takes a reply and answers 500", async () => {
    system.fake.behave("reply", { status: 500, accept: true });
    const { sent } = await system.said();
    assert.deepEqual(
      sent.map(({ via }) => via),
      ["reply"],
    );
  });

  it("goes by the same token again when LINE answers 500 or cuts the connection and did not take it", async () => {
    system.fake.behave("reply", { status: 503 }, { cut: "before" });
    const { sent } = await system.said();
    assert.deepEqual(
      sent.map(({ via }) => via),
      ["reply"],
    );
  });

  it("is not sent again when nobody can know whether it arrived", async () => {
    const user = lineId();
    system.fake.behave("reply", { status: 500 });
    await system.post(system.message(user));
    await until("the first try", () => system.fake.requestsTo("reply").at(-1)?.status === 500);
    system.fake.expireReplyTokens();
    await system.settled();
    assert.deepEqual(system.fake.to(user), []);
  });

  it("waits and goes on by the same token when replies are rate-limited", async () => {
    system.fake.behave("reply", { status: 429, message: RATE_LIMIT });
    const { sent } = await system.said();
    assert.deepEqual(
      sent.map(({ via }) => via),
      ["reply"],
    );
  });

  it("is pushed again with the same key and the same bytes after 500, 429 and broken connections, and shown once", async () => {
    system.fake.behave(
      "push",
      { status: 500 },
      { status: 429, message: RATE_LIMIT },
      { cut: "before" },
      { cut: "after" },
    );
    const { sent, requests } = await system.pushed();
    assert.equal(sent.length, 1);
    assert.equal(requests.length, 5);
    assert.equal(requests.at(-1)?.status, 409);
    assert.equal(new Set(requests.map(({ body }) => body)).size, 1);
    assert.equal(new Set(requests.map(({ retryKey }) => retryKey)).size, 1);
    assert.notEqual(requests[0]?.retryKey, undefined);
  });

  it("honours Retry-After", async () => {
    system.fake.behave("push", { status: 429, message: RATE_LIMIT, headers: { "retry-after": "1" } });
    const at = performance.now();
    assert.equal((await system.pushed()).sent.length, 1);
    assert.ok(performance.now() - at >= 1_000);
  });

  it("counts 409 as sent", async () => {
    system.fake.behave("push", { status: 409, message: "The retry key is already accepted" });
    const { user, requests } = await system.pushed();
    assert.equal(requests.length, 1);
    assert.equal((await system.delivered(user)).delivered, "delivered");
  });

  for (const status of [401, 403]) {
    it(`stops at ${status}, keeps the job for a retry, and sends on retry`, async () => {
      system.fake.behave("push", { status });
      const { user, sent, requests } = await system.pushed();
      assert.deepEqual([sent.length, requests.length], [0, 1]);
      const job = await system.delivered(user);
      assert.deepEqual([job.delivered, job.error], ["failed", "provider_misconfigured"]);
      const rewound = await fetch(`${system.base}/jobs/${job.id}/rewind`, { method: "POST" });
      assert.equal(rewound.status, 202);
      await system.answered(user);
      await system.settled();
      assert.equal(system.fake.to(user).length, 1);
      assert.equal((await system.delivered(user)).delivered, "delivered");
    });
  }

  it("leaves a mark and no word when its job is purged: nothing more can be sent", async () => {
    const words = "ひみつの愚痴";
    const { user } = await system.said(words);
    const { id } = await system.delivered(user);
    assert.equal((await fetch(`${system.base}/jobs/${id}`, { method: "DELETE" })).status, 204);
    assert.ok(!(await system.everything()).includes(words), "not in the event's own job either");
    const key = lineKeys.deliveries(ownerOf(user));
    const { at, ...left } = JSON.parse((await system.connection.hget(key, id)) ?? "") as Record<string, unknown>;
    assert.equal(typeof at, "number");
    assert.deepEqual(left, { state: "delivered", carries: [] });
    assert.ok((await system.connection.ttl(key)) > 0);
  });

  it("leaves out what LINE does not take of a reply, and sends the rest by the same token", async () => {
    system.fake.behave("reply", refusal("messages[1].originalContentUrl", "messages[1].previewImageUrl"));
    const { user, sent } = await system.said();
    assert.deepEqual([sent.length, sent[0]?.via, types(sent[0]?.messages)], [1, "reply", ["text", "audio"]]);
    assert.match(JSON.stringify(sent[0]?.messages.at(-1)), /もう一回/);
    assert.equal((await system.delivered(user)).delivered, "delivered");
  });

  it("leaves out one thing after the other, of a push under the same key, and keeps a message whose name or button is refused", async () => {
    const all = [0, 1, 2].map((index) => `messages[${index}].sender.iconUrl`);
    system.fake.behave("push", refusal(...all), refusal("messages[2].quickReply.items[0]"), refusal("/messages[2]"));
    const { sent, requests } = await system.pushed();
    assert.equal(requests.length, 4);
    assert.equal(new Set(requests.map(({ retryKey }) => retryKey)).size, 1);
    assert.deepEqual([sent.length, types(sent[0]?.messages)], [1, ["text", "image"]]);
    assert.doesNotMatch(JSON.stringify(sent), /sender|quickReply/);
  });

  it("stops when LINE refuses the same again, or everything", async () => {
    const everything = refusal("messages[0].text", "messages[1]", "messages[2]");
    for (const [answers, requests] of [
      [[everything], 1],
      [[refusal("messages[2]"), refusal("messages[7]")], 2],
    ] as const) {
      system.fake.behave("push", ...answers);
      const pushed = await system.pushed();
      assert.deepEqual([pushed.sent.length, pushed.requests.length], [0, requests]);
      assert.equal((await system.delivered(pushed.user)).error, "invalid_output");
    }
  });

  it("stops at a message that LINE does not take", async () => {
    system.fake.behave("push", { status: 400, message: "The request body has 1 error(s)" });
    const { user, requests } = await system.pushed();
    assert.equal(requests.length, 1);
    assert.deepEqual((await system.delivered(user)).error, "invalid_output");
  });
});
