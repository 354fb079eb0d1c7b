import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { until } from "@guchi/chain/testing/until.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { lineKeys } from "../keys.ts";
import { memoryKeys } from "@guchi/contracts/memory/keys.ts";
import { MONTHLY_LIMIT, RATE_LIMIT } from "../../../test/fakes/line/rules.ts";
import { lineEvent, lineId, redelivered, textEvent } from "../../../test/fakes/line/webhook.ts";
import { ownerOf } from "../owner.ts";
import { COMPLAINT, SAID, startLineSystem, type LineSystem } from "../../../test/support/line-system.ts";

const idOf = (event: Readonly<Record<string, unknown>>) => (event["message"] as { id: string }).id;
const unsend = (userId: string, messageId: string) =>
  lineEvent("unsend", { source: { type: "user", userId }, unsend: { messageId } });

describe("what a user takes back", { timeout: 120_000 }, () => {
  let system: LineSystem;
  before(async () => {
    system = await startLineSystem();
  });
  after(() => system.stop());

  const hold = () => {
    const { sentiment } = system.stages;
    const go = Promise.withResolvers<void>();
    let reached = 0;
    system.stages.sentiment = async (input, context) => {
      reached += 1;
      await go.promise;
      return sentiment(input, context);
    };
    return {
      reached: () => until("the stage to run", () => reached > 0),
      release: () => {
        go.resolve();
        system.stages.sentiment = sentiment;
      },
    };
  };

  it("while the job runs is answered by nothing, and erased", async () => {
    const user = lineId();
    const held = hold();
    const event = system.message(user, "ひみつの愚痴その一");
    await system.post(event);
    await held.reached();
    await system.post(unsend(user, idOf(event)));
    await until("the words to be gone", async () => !(await system.everything()).includes("ひみつの愚痴その一"));
    held.release();
    await system.post(redelivered(event));
    await system.settled();
    assert.deepEqual(system.fake.to(user), []);
    assert.ok(!(await system.everything()).includes("ひみつの愚痴その一"));
  });

  it("before it arrives is never begun", async () => {
    const user = lineId();
    const event = system.message(user, "ひみつの愚痴その二");
    await system.post(unsend(user, idOf(event)));
    assert.equal((await system.post(event)).status, 200);
    await system.settled();
    assert.deepEqual(system.fake.to(user), []);
    assert.ok(!(await system.everything()).includes("ひみつの愚痴その二"));
  });

  it("in the same webhook, in either order, is answered by nothing", async () => {
    for (const order of [1, -1]) {
      const user = lineId();
      const event = system.message(user, "ひみつの愚痴その三");
      const held = hold(); // or the answer would be out before
      await system.post(...[event, unsend(user, idOf(event))].toSorted(() => order));
      await until("the words to be gone", async () => !(await system.everything()).includes("ひみつの愚痴その三"));
      held.release();
      await system.settled();
      assert.deepEqual(system.fake.to(user), []);
    }
  });

  it("after the answer is erased, with the media, also of 「もう一回」", async () => {
    const user = lineId();
    const event = system.message(user, "ひみつの愚痴その四");
    await system.post(event);
    const [sent] = await system.answered(user);
    const data = /"data":"(again=([^"]+))"/.exec(JSON.stringify(sent));
    await system.settled();
    await system.post(lineEvent("postback", { source: { type: "user", userId: user }, postback: { data: data?.[1] } }));
    await system.answered(user, 2);
    await system.settled();
    const image = JSON.stringify(sent).match(/media\/([^?]+\.jpg)/)?.[1] ?? "";
    assert.notEqual(await system.media.info(image), undefined);
    await system.post(unsend(user, idOf(event)));
    await system.settled();
    assert.ok(!(await system.everything()).includes("ひみつの愚痴その四"));
    assert.equal(await system.media.info(image), undefined);
    await system.post(
      lineEvent("postback", {
        source: { type: "user", userId: user },
        postback: { data: data?.[1] },
        replyToken: system.fake.issueReplyToken(user),
      }),
    );
    const [, , gone] = await system.answered(user, 3);
    assert.match(String(gone?.messages[0]?.["text"]), SAID.forgotten);
  });

  /** A message whose answer waits, since the month's messages are used up. */
  const held = async (user: string) => {
    const event = textEvent(user, COMPLAINT);
    system.fake.behave("push", { status: 429, message: MONTHLY_LIMIT });
    await system.post(event);
    await system.settled();
    const { id, delivered } = await system.delivered(user);
    assert.equal(delivered, "held");
    return { event, id, words: `おつかれさま ${id}` };
  };

  it("while its answer waits is erased with it", async () => {
    const user = lineId();
    const { event, words } = await held(user);
    assert.ok((await system.everything()).includes(words));
    await system.post(unsend(user, idOf(event)));
    await system.settled();
    assert.ok(!(await system.everything()).includes(words));
    await system.said("うれしい", user);
    assert.ok(!JSON.stringify(system.fake.to(user)).includes(words));
  });

  for (const [way, answer, becomes] of [
    ["reply", { status: 500 }, "delivered"],
    ["push", { status: 500 }, "unconfirmed"], // under a retry key the bytes may not change
    // Unless it is sure that they did not arrive.
    ["push", { status: 429, message: RATE_LIMIT }, "delivered"],
  ] as const) {
    it(`while its answer is on its way with another one, by ${way}, is erased, and not sent after a ${answer.status}`, async () => {
      const user = lineId();
      const { event, words } = await held(user);
      const hold = Promise.withResolvers<void>();
      const before = system.fake.requestsTo(way).length;
      system.fake.behave(way, { ...answer, hold: hold.promise });
      await system.post(way === "reply" ? system.message(user, "うれしい") : textEvent(user, "うれしい"));
      await until("the answer to be under way", async () => {
        const all = await system.connection.hvals(lineKeys.deliveries(ownerOf(user)));
        return all.some((state) => state.includes(words));
      });
      await system.post(unsend(user, idOf(event)));
      await until("the words to be gone", async () => !(await system.everything()).includes(words));
      hold.resolve();
      await system.settled();
      const sent = JSON.stringify(system.fake.to(user));
      assert.ok(!sent.includes(words), sent);
      const wasSent = becomes !== "unconfirmed";
      assert.equal(system.fake.to(user).length, wasSent ? 1 : 0);
      assert.equal(system.fake.requestsTo(way).length, before + (wasSent ? 2 : 1));
      assert.equal((await system.delivered(user)).delivered, becomes);
    });
  }

  it("an answer that is held is gone with its job's record, which alone has its words", async () => {
    const user = lineId();
    const { id, words } = await held(user);
    await system.connection.del(keys.job(id));
    assert.ok(!(await system.everything()).includes(words));
    await system.said("うれしい", user);
    assert.equal(system.fake.to(user)[0]?.messages.length, 1);
  });

  it("all of it, by unfollowing, is erased: jobs, answers that wait, what she said last; but not what comes later", async () => {
    const user = lineId();
    await system.post(textEvent(user, "ひみつの愚痴その五", { replyToken: system.fake.issueReplyToken(user) }));
    await system.answered(user);
    await system.connection.set(memoryKeys.persona("x"), "other");
    await system.connection.hset(memoryKeys.careMemory(ownerOf(user)), "job", "x");
    system.fake.behave("push", { status: 429, message: MONTHLY_LIMIT });
    await system.post(textEvent(user, "ひみつの愚痴その六"));
    await system.settled();
    assert.equal((await system.delivered(user)).status, "completed");
    await system.post(lineEvent("unfollow", { source: { type: "user", userId: user } }));
    await system.settled();
    const left = await system.everything();
    assert.ok(!left.includes("ひみつの愚痴その"));
    assert.ok(!left.includes(user), "nothing names the user any more");
    assert.ok(!(await system.connection.hvals(lineKeys.deliveries(ownerOf(user)))).some((text) => /held/.test(text)));
    assert.equal(await system.connection.exists(lineKeys.jobs(ownerOf(user))), 0);
    assert.equal(await system.connection.exists(memoryKeys.careMemory(ownerOf(user))), 0);
    await system.post(
      lineEvent("follow", {
        source: { type: "user", userId: user },
        replyToken: system.fake.issueReplyToken(user),
        timestamp: Date.now() + 5,
      }),
    );
    const [, hello] = await system.answered(user, 2);
    assert.match(String(hello?.messages[0]?.["text"]), /^友だち追加ありがとう.*7日たつと/s);
  });

  it("all of it, by 「全部忘れて」, is erased, and then said so; not what comes later", async () => {
    const user = lineId();
    const owner = ownerOf(user);
    const { words } = await held(user);
    system.fake.behave("push", { status: 429, message: MONTHLY_LIMIT });
    await system.post(textEvent(user, "ひみつの愚痴その九"));
    await system.settled();
    await system.connection.hset(memoryKeys.persona(owner), { job: "j", message: "ひみつの記憶" });
    await system.connection.hset(memoryKeys.careMemory(owner), "job", "ひみつの心配");
    await system.connection.hset(memoryKeys.toldFilms(owner), "a job that is gone", "ひみつの映画");
    assert.equal(await system.connection.exists(lineKeys.language(owner)), 1);
    const hold = Promise.withResolvers<void>();
    const before = system.fake.requestsTo("reply").length;
    system.fake.behave("reply", { status: 500, hold: hold.promise });
    await system.post(system.message(user, "全部忘れて！"));
    await until("the notice to be under way", async () => SAID.erased.test(await system.everything()));
    const told = await system.everything();
    for (const gone of ["ひみつ", words]) assert.ok(!told.includes(gone), "it is said when it is so");
    hold.resolve();
    const sent = await system.answered(user);
    assert.match(String(sent.at(-1)?.messages[0]?.["text"]), SAID.erased);
    assert.equal(sent.at(-1)?.messages.length, 1, "what was kept does not go along");
    await system.settled();
    assert.equal(system.fake.requestsTo("reply").length, before + 2);
    const left = await system.everything();
    for (const gone of ["ひみつ", words, "全部忘れて！"]) assert.ok(!left.includes(gone), gone);
    for (const key of [...Object.values(memoryKeys), lineKeys.language]) {
      assert.equal(await system.connection.exists(key(owner)), 0, key(owner));
    }
    const [, after] = [await system.said("あとの愚痴", user), await system.everything()];
    assert.ok(after.includes("あとの愚痴"));
    assert.equal(system.fake.to(user).length, 2);
  });

  it("in a group, with the bot mentioned, is what that speaker wrote, and nobody else's", async () => {
    const groupId = lineId("C");
    const [speaker, other] = [lineId(), lineId()];
    const inGroup = (userId: string, words: string) =>
      textEvent(userId, `@Mimi ${words}`, {
        source: { type: "group", groupId, userId },
        message: { mention: { mentionees: [{ index: 0, length: 5, type: "user", isSelf: true }] } },
        replyToken: system.fake.issueReplyToken(groupId),
      });
    await system.post(inGroup(speaker, "ひみつの愚痴その十"), inGroup(other, "ほかの人の愚痴"));
    await system.said("ひとりのときの愚痴", speaker);
    await system.answered(groupId, 2);
    await system.settled();
    await system.post(inGroup(speaker, "全部忘れて"));
    const sent = await system.answered(groupId, 3);
    assert.match(String(sent.at(-1)?.messages[0]?.["text"]), SAID.erased);
    await system.settled();
    const left = await system.everything();
    for (const gone of ["ひみつの愚痴その十", "ひとりのときの愚痴"]) assert.ok(!left.includes(gone), gone);
    assert.ok(left.includes("ほかの人の愚痴"));
  });

  it("nothing of what came after an unfollowing that LINE delivers late", async () => {
    const { user } = await system.said("もどってきたあとの愚痴");
    const source = { type: "user", userId: user };
    await system.post(lineEvent("unfollow", { source, timestamp: Date.now() - 60_000 }));
    await system.settled();
    assert.ok((await system.everything()).includes("もどってきたあとの愚痴"));
  });

  it("a message from before, that arrives after the unfollowing, is never begun", async () => {
    const user = lineId();
    const event = system.message(user, "ひみつの愚痴その七");
    await system.post(lineEvent("unfollow", { source: { type: "user", userId: user } }));
    await system.post(event);
    await system.settled();
    assert.deepEqual(system.fake.to(user), []);
  });

  it("a group's, when the bot leaves it", async () => {
    const [user, groupId] = [lineId(), lineId("C")];
    const source = { type: "group", groupId, userId: user };
    const mention = { mentionees: [{ index: 0, length: 5, type: "user", isSelf: true }] };
    await system.post(
      textEvent(user, "@Mimi ひみつの愚痴その八", {
        source,
        message: { mention },
        replyToken: system.fake.issueReplyToken(groupId),
      }),
    );
    await system.answered(groupId);
    await system.settled();
    assert.ok((await system.everything()).includes("ひみつの愚痴その八"));
    await system.post(lineEvent("leave", { source: { type: "group", groupId } }));
    await system.settled();
    assert.ok(!(await system.everything()).includes("ひみつの愚痴その八"));
    assert.ok(!system.fake.requestsTo("loading").some(({ body }) => body.includes(groupId)), "no animation in groups");
  });
});
