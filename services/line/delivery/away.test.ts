import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { until } from "@guchi/chain/testing/until.ts";
import { startLineSystem } from "../../../test/support/line-system.ts";
import { lineEvent, lineId, textEvent } from "../../../test/fakes/line/webhook.ts";
import { lineKeys } from "../keys.ts";
import { ownerOf } from "../owner.ts";

const system = async (t: TestContext, env: NodeJS.ProcessEnv = {}) => {
  const started = await startLineSystem({ env });
  t.after(() => started.stop());
  return started;
};

const SET_IF_SAME =
  "if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end";

/** A message to the bot in a group, too late for a reply. */
const late = (groupId: string, words = "疲れた") =>
  textEvent(lineId(), `@Mimi ${words}`, {
    source: { type: "group", groupId },
    message: { mention: { mentionees: [{ index: 0, length: 5, type: "user", isSelf: true }] } },
  });

describe("while LINE is away", { timeout: 120_000, concurrency: 3 }, () => {
  it("for longer than a reply token lives, an answer is held, and comes with the next reply, once", async (t) => {
    const { fake, connection, ...line } = await system(t);
    const user = lineId();
    fake.beAway(() => ({ status: 503 }));
    await line.post(line.message(user));
    await until("the first try", () => fake.requestsTo("reply").length > 0);
    const key = lineKeys.deliveries(ownerOf(user));
    const { id } = await until("an unknown outcome", async () => {
      const found = await line.delivered(user);
      return (await connection.hget(key, found.id))?.includes("uncertain") === true && found;
    });
    // As after 75 s of it.
    const record = `guchi:{*}:job:${id}`;
    const [recordKey = ""] = await connection.keys(record);
    const owed = JSON.parse((await connection.hget(recordKey, "callback")) ?? "") as { to: { receivedAt: number } };
    owed.to.receivedAt -= 75_000;
    await connection.hset(recordKey, "callback", JSON.stringify(owed));
    await until("it to be held", async () => {
      const text = (await connection.hget(key, id)) ?? "{}";
      const state = JSON.parse(text) as { state: string };
      await connection.set(lineKeys.away(), Date.now() - 80_000);
      const aged = JSON.stringify({ ...state, at: Date.now() - 74_000 });
      if (state.state === "uncertain") await connection.eval(SET_IF_SAME, 1, key, id, text, aged);
      return state.state === "held";
    });
    await line.settled();
    assert.deepEqual([(await line.delivered(user)).delivered, fake.to(user).length], ["held", 0]);
    fake.beAway();
    const { sent } = await line.said("うれしい", user);
    assert.deepEqual([sent.length, sent[0]?.via], [1, "reply"]);
    assert.match(JSON.stringify(sent[0]?.messages[0]), new RegExp(`おつかれさま ${id}`));
    await line.said("うれしい", user);
    assert.equal(JSON.stringify(fake.to(user)).split(`おつかれさま ${id}`).length, 2);
  });

  it("for some seconds, an answer comes by the same token, once, and whoever writes is answered", async (t) => {
    const { fake, ...line } = await system(t);
    const users = Array.from({ length: 5 }, () => lineId());
    fake.beAway(() => ({ status: 503 }));
    await line.post(...users.map((user) => line.message(user)));
    await until("some tries", () => fake.requestsTo("reply").length >= 8);
    fake.beAway();
    await line.settled();
    for (const user of users) {
      assert.deepEqual(
        fake.to(user).map(({ via }) => via),
        ["reply"],
      );
    }
  });

  it("at the end of a job that failed, the user gets the apology by the reply token", async (t) => {
    const { fake, stages, ...line } = await system(t);
    const { persona } = stages;
    stages.persona = () => {
      throw new Error("no idea");
    };
    const user = lineId();
    await line.post(line.message(user));
    await line.settled();
    stages.persona = persona;
    assert.deepEqual(
      fake.to(user).map(({ via }) => via),
      ["reply"],
    );
  });
});

describe("while the service has no settings of LINE", { timeout: 60_000 }, () => {
  it("an event that the gateway has taken waits, and is answered by one that has", async (t) => {
    const line = await startLineSystem({ without: ["line"] });
    t.after(() => line.stop());
    const off = await line.open("line", { LINE_CHANNEL_SECRET: "", LINE_CHANNEL_ACCESS_TOKEN: "" });
    const user = lineId();
    await line.post(line.message(user));
    const isTriedAgain = async () => {
      const records = await Promise.all((await line.allJobs()).map(async (id) => line.records.read(id)));
      return records.some((record) => (record?.step("line-event").attempts ?? 0) > 1);
    };
    await until("it to be tried again", isTriedAgain);
    await off.close();
    await line.open("line");
    const [sent] = await line.answered(user);
    assert.match(JSON.stringify(sent), /おつかれさま/);
  });
});

describe("a late answer in a group", { timeout: 60_000 }, () => {
  it("is held for the next reply there, since a push would count for each member", async (t) => {
    const { fake, ...line } = await system(t);
    const groupId = lineId("C");
    await line.post(late(groupId));
    await line.settled();
    assert.deepEqual([fake.to(groupId).length, fake.requestsTo("push").length], [0, 0]);
    await line.post(
      lineEvent("join", { source: { type: "group", groupId }, replyToken: fake.issueReplyToken(groupId) }),
    );
    const [sent] = await line.answered(groupId);
    assert.match(JSON.stringify(sent?.messages[0]), /おつかれさま/);
  });

  it("is pushed all the same where it is for danger", async (t) => {
    const line = await system(t);
    const groupId = lineId("C");
    await line.post(late(groupId, "もう死にたい"));
    await line.settled();
    const [sent] = line.fake.to(groupId);
    assert.equal(sent?.via, "push");
  });

  it("is pushed where LINE_GROUP_PUSH is always", async (t) => {
    const line = await system(t, { LINE_GROUP_PUSH: "always" });
    const groupId = lineId("C");
    await line.post(late(groupId));
    const [sent] = await line.answered(groupId);
    assert.equal(sent?.via, "push");
  });
});
