import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { UnreadableError } from "@guchi/chain/crypto/cipher.ts";
import type { DeliverySummary as Told } from "@guchi/chain/delivery.ts";
import { DamagedRecordError } from "@guchi/chain/job/damaged.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import { startTestRedis, type TestRedis } from "@guchi/chain/testing/redis.ts";
import { PIPELINES } from "@guchi/contracts/pipelines.ts";
import type { Delivered } from "@guchi/platform/messenger/messenger.ts";
import { startFakeLine, type FakeLine } from "../../../test/fakes/line/server.ts";
import { lineId } from "../../../test/fakes/line/webhook.ts";
import type { Owned } from "../address.ts";
import { LineApi } from "../api/api.ts";
import type { LineAnswer } from "../api/call.ts";
import { lineKeys } from "../keys.ts";
import { ownerOf } from "../owner.ts";
import { Sender } from "./deliver.ts";
import { LineState } from "./outage.ts";
import { Deliveries } from "./store.ts";

const TTL = { jobTtlSeconds: 3_600 };
const context = {
  signal: new AbortController().signal,
  attempt: 1,
  log: { warn: () => undefined, error: () => undefined } as never,
};

const unread = async (): Promise<never> => {
  throw new DamagedRecordError("does not open", { cause: new UnreadableError("another key", { isOtherKeys: true }) });
};
const lost = async (): Promise<LineAnswer> => ({ kind: "unknown", cause: new Error("the answer was lost") });

/** Output of a job, whose words name it. */
const outputOf = (words: string) => ({
  reaction: "idol" as const,
  sentiment: { label: "negative" as const, score: 1, language: "en" as const },
  message: words,
});

/** A finished job whose answer goes to this user. */
function jobOf(user: string, words: string, { replyToken, notice }: { replyToken?: string; notice?: string } = {}) {
  const id = randomUUID();
  const to = {
    line: { to: user, messageId: `m-${id}`, at: Date.now(), ...(replyToken !== undefined && { replyToken }) },
  };
  const address = { ...to, user: ownerOf(user), receivedAt: Date.now() };
  const guchi = PIPELINES.get("guchi") ?? assert.fail();
  const output = notice === undefined ? outputOf(words) : { message: words };
  const record: JobRecord = {
    id,
    pipeline: "guchi",
    layout: guchi.layout,
    status: "completed",
    fingerprint: "",
    createdAt: 1,
    updatedAt: 1,
    input: notice === undefined ? { text: "x" } : { say: { about: notice, language: "en" } },
    owes: { messenger: "line", to: address },
    step: (name) => ({
      attempts: 1,
      skipped: false,
      base: { stalls: 0, attempts: 0 },
      paid: { calls: 0, costUsd: 0 },
      ...(name === "reply" && { result: output }),
    }),
  };
  return { id, delivery: { record, to: address, output } };
}
type Job = ReturnType<typeof jobOf>;

/** Two workers with the same job: one lost its lock while it stood still, and does not know. */
describe("two workers that deliver the same answer at the same time", () => {
  let redis: TestRedis;
  let fake: FakeLine;
  before(async () => {
    redis = await startTestRedis();
    fake = await startFakeLine();
  });
  after(async () => {
    await fake.close();
    await redis.stop();
  });

  const line = () => {
    const tokens = { get: async () => ({ token: fake.accessToken }), insteadOf: async () => undefined };
    return new LineApi({ baseUrl: fake.url, tokens });
  };
  const jobs = new Map<string, Job>();
  const told = new Map<string, Told["status"]>();
  const records = {
    exists: async (id: string) => jobs.has(id),
    read: async (id: string) => jobs.get(id)?.delivery.record,
    noteDelivery: async (id: string, { status }: Told) => void told.set(id, status),
  };
  let made = 0;
  const deliveries = () => new Deliveries(redis.connect(), TTL);
  const sender = (more: Partial<ConstructorParameters<typeof Sender>[0]> = {}) =>
    new Sender({
      api: line(),
      deliveries: deliveries(),
      lineState: new LineState(redis.connect()),
      ownership: { isWithdrawn: async () => false },
      records,
      pipelines: PIPELINES,
      media: { info: async () => ({ bytes: 1, contentType: "image/jpeg" }) },
      pushesToGroups: true,
      publicBaseUrl: "https://guchi.example",
      // No two workers sign a URL alike; the bytes must be the same all the same.
      mediaUrls: () => (key) => `https://guchi.example/${key}?${(made += 1)}`,
      count: () => undefined,
      ...more,
    });
  const job = (user: string, options: { replyToken?: string; words?: string; notice?: string } = {}) => {
    const each = jobOf(user, options.words ?? "おつかれさま", options);
    jobs.set(each.id, each);
    return each;
  };
  const withToken = (user: string) => job(user, { replyToken: fake.issueReplyToken(user) });
  /** An answer that is held for this user. */
  const held = async (user: string, words = "an old one") => {
    const each = job(user, { words });
    await deliveries().happen(ownerOf(user), [each.id, { is: "hold" }]);
    return each;
  };
  const stateOf = async (user: string, { id }: Job) => (await deliveries().read(ownerOf(user))).get(id)?.state;
  const deliver = async ({ delivery }: Job, by = sender()) => by.deliver(delivery, context);
  const textsTo = (user: string) => JSON.stringify(fake.to(user));
  const together = async (each: Job): Promise<Delivered[]> =>
    Promise.all([sender(), sender(), sender()].map(async (one) => deliver(each, one)));

  for (const way of ["reply", "push"] as const) {
    it(`send one by ${way}, with the same bytes`, async () => {
      for (let round = 0; round < 20; round += 1) {
        const user = lineId();
        const each = way === "reply" ? withToken(user) : job(user);
        assert.deepEqual(await together(each), ["delivered", "delivered", "delivered"]);
        assert.deepEqual(
          fake.to(user).map(({ via }) => via),
          [way],
        );
      }
    });
  }

  it("send one, when the first is overtaken before its request leaves and nobody knows what became of the other's", async () => {
    const user = lineId();
    const each = withToken(user);
    const [overtaken, isNoted] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const api = line();
    const reply: LineApi["reply"] = async (...request) => {
      isNoted.resolve();
      await overtaken.promise; // as of a process that stands still
      return api.reply(...request);
    };
    const first = deliver(each, sender({ api: { reply, push: api.push.bind(api) } }));
    await isNoted.promise;
    const sent: LineApi["reply"] = async (...request) => {
      await api.reply(...request);
      return lost();
    };
    await assert.rejects(deliver(each, sender({ api: { reply: sent, push: api.push.bind(api) } })), /did not say/);
    overtaken.resolve();
    assert.equal(await first, "delivered");
    assert.equal(fake.to(user).length, 1);
  });

  it("are certain of what was not sent only as long as nobody else has sent it", async () => {
    const user = lineId();
    const [chat, each, old] = [ownerOf(user), job(user), await held(user)];
    const store = deliveries();
    const send = (by: string, carries: readonly string[]) =>
      store.happen(
        chat,
        [each.id, { is: "send", way: "push", by, messages: "[]", carries }],
        ...carries.map((id) => [id, { is: "take", with: each.id }] as const),
      );
    assert.notEqual(await send("a", [old.id]), undefined);
    assert.equal(await stateOf(user, old), "carried");
    assert.notEqual(await store.happen(chat, [each.id, { is: "refused", by: "a" }]), undefined);
    assert.equal(await stateOf(user, old), "held", "it lets go of what it carried");
    assert.notEqual(await send("b", [old.id]), undefined);
    assert.notEqual(await send("c", []), undefined);
    for (const by of ["b", "c"]) {
      assert.equal(await store.happen(chat, [each.id, { is: "refused", by }]), undefined, "another may have sent it");
    }
    assert.equal(await stateOf(user, old), "carried");
  });

  it("let one of twenty rivals have what waits", async () => {
    const user = lineId();
    const [chat, old] = [ownerOf(user), await held(user)];
    const rivals = Array.from({ length: 20 }, async (_, by) =>
      deliveries().happen(chat, [old.id, { is: "take", with: `rival-${by}` }]),
    );
    assert.equal((await Promise.all(rivals)).filter((after) => after !== undefined).length, 1);
  });

  it("leave what waits alone when one of them is late and the other has ended the job meanwhile", async () => {
    const user = lineId();
    const old = await held(user);
    const each = job(user);
    const [isLate, mayGoOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const isWithdrawn = async () => {
      isLate.resolve();
      await mayGoOn.promise; // as of a process that stands still
      return false;
    };
    const late = deliver(each, sender({ ownership: { isWithdrawn } }));
    await isLate.promise;
    fake.setQuota(0);
    assert.equal(await deliver(each), "held");
    fake.setQuota(Number.POSITIVE_INFINITY);
    mayGoOn.resolve();
    assert.equal(await late, "held");
    assert.deepEqual([await stateOf(user, each), await stateOf(user, old)], ["held", "held"]);
    assert.deepEqual(fake.to(user), []);
  });

  it("are not held up by what is no state", async () => {
    const user = lineId();
    const old = await held(user);
    await redis.connect().hset(lineKeys.deliveries(ownerOf(user)), "broken", '{"state":"odd"}', "worse", "{");
    assert.equal(await deliver(withToken(user)), "delivered");
    assert.match(textsTo(user), /an old one/);
    assert.equal(told.get(old.id), "delivered");
  });

  it("send nothing by a reply token that is left to something else, and leave none that is in use", async () => {
    const user = lineId();
    const [left, used] = [withToken(user), job(user)];
    const chat = ownerOf(user);
    assert.notEqual(await deliveries().happen(chat, [left.id, { is: "leave-token" }]), undefined);
    assert.equal(await deliver(left), "delivered");
    assert.equal(fake.to(user)[0]?.via, "push");
    const send = { is: "send", way: "reply", by: "s", messages: "[]", carries: [] } as const;
    assert.notEqual(await deliveries().happen(chat, [used.id, send]), undefined);
    assert.equal(await deliveries().happen(chat, [used.id, { is: "leave-token" }]), undefined);
  });

  it("end at once when the job was purged, also if another of the same id was started since", async () => {
    const user = lineId();
    const each = withToken(user);
    await deliveries().withdraw(ownerOf(user), each.id);
    assert.equal(await deliver(each), "withdrawn");
    assert.deepEqual(fake.to(user), []);
  });

  it("leave a held answer that does not open here to another process, which has the key", async () => {
    const user = lineId();
    await held(user);
    assert.equal(await deliver(withToken(user), sender({ records: { ...records, read: unread } })), "delivered");
    assert.doesNotMatch(textsTo(user), /an old one/);
    assert.equal(await deliver(withToken(user)), "delivered");
    assert.match(textsTo(user), /an old one/);
  });

  it("leave out a held answer to a message that was taken back, from the mark on, and for good", async () => {
    const user = lineId();
    const old = await held(user);
    const isWithdrawn = async ({ line: { messageId } }: Owned) => messageId === `m-${old.id}`;
    await assert.rejects(deliver(job(user), sender({ ownership: { isWithdrawn }, api: { reply: lost, push: lost } })));
    assert.equal(await stateOf(user, old), "withdrawn");
    assert.equal(await deliver(withToken(user)), "delivered");
    assert.doesNotMatch(textsTo(user), /an old one/);
  });

  it("let a held answer wait for the next one when LINE is not reached, or wants fewer requests", async () => {
    for (const answer of [
      { kind: "unreached", cause: new Error("no route") },
      { kind: "answer", status: 429, message: "slow down", body: undefined },
    ] as const) {
      const user = lineId();
      const old = await held(user);
      const api = { reply: async () => answer, push: async () => answer };
      await assert.rejects(deliver(withToken(user), sender({ api })));
      assert.equal(await stateOf(user, old), "held");
      await deliver(withToken(user));
      assert.match(textsTo(user), /an old one/);
    }
  });

  for (const [status, becomes] of [
    [429, "held"],
    [400, "held"],
    [200, "delivered"],
  ] as const) {
    it(`know what became of a held answer whose carrier is purged under way, when LINE then says ${status}: ${becomes}`, async () => {
      const user = lineId();
      const old = await held(user);
      const each = withToken(user);
      const reply: LineApi["reply"] = async () => {
        jobs.delete(each.id);
        await deliveries().withdraw(ownerOf(user), each.id);
        return { kind: "answer", status, message: "Invalid reply token", body: undefined };
      };
      const carrier = deliver(each, sender({ api: { reply, push: async () => assert.fail("a push") } }));
      if (status === 429) await assert.rejects(carrier);
      else assert.equal(await carrier, "withdrawn");
      assert.equal(await stateOf(user, old), becomes);
      assert.deepEqual(fake.to(user), []);
    });
  }

  it("hand a held answer over once, whichever job does it", async () => {
    const user = lineId();
    await held(user);
    const all = Array.from({ length: 5 }, () => withToken(user));
    await Promise.all(all.map((each) => deliver(each)));
    assert.equal(fake.to(user).filter(({ messages }) => JSON.stringify(messages).includes("an old one")).length, 1);
  });

  it("hold an answer with those before it when it can not be sent itself, and tell the oldest first", async () => {
    const user = lineId();
    const old = await held(user);
    fake.setQuota(0);
    const second = job(user, { words: "a second one" });
    assert.equal(await deliver(second), "held");
    fake.setQuota(Number.POSITIVE_INFINITY);
    await deliver(withToken(user));
    assert.match(textsTo(user), /an old one.*a second one.*おつかれさま/);
    assert.deepEqual([told.get(old.id), told.get(second.id)], ["delivered", "delivered"]);
  });

  it("hand a held answer over with a word that is worth no push, or leave it waiting", async () => {
    const user = lineId();
    const old = await held(user);
    const notice = "waiting";
    assert.equal(await deliver(job(user, { notice, replyToken: "a token that is over" })), "withdrawn");
    assert.equal(await stateOf(user, old), "held");
    assert.equal(await deliver(job(user, { notice, replyToken: fake.issueReplyToken(user) })), "delivered");
    assert.match(textsTo(user), /an old one/);
  });

  it("make a reply again without what was erased, and take nothing else along that may not have left", async () => {
    const user = lineId();
    const [chat, old, each] = [ownerOf(user), await held(user), withToken(user)];
    // Its process died as the request was to leave.
    const send = { is: "send", way: "reply", by: "s", messages: '["an old one"]', carries: [old.id] } as const;
    await deliveries().happen(chat, [each.id, send], [old.id, { is: "take", with: each.id }]);
    await deliveries().withdraw(chat, old.id);
    await deliveries().withdraw(chat, old.id); // whoever erases again after a crash
    const newer = await held(user, "a newer one");
    assert.equal(await deliver(each), "delivered");
    assert.equal(fake.to(user).length, 1);
    assert.doesNotMatch(textsTo(user), /an old one|a newer one/);
    assert.deepEqual([await stateOf(user, old), await stateOf(user, newer)], ["withdrawn", "held"]);
  });

  for (const way of ["reply", "push"] as const) {
    it(`leave out what LINE does not take also when the one before died as its ${way} was to leave`, async () => {
      const user = lineId();
      const each = way === "reply" ? withToken(user) : job(user);
      const two = [
        { type: "text", text: "odd" },
        { type: "text", text: "more" },
      ];
      const send = { is: "send", way, by: "s", messages: JSON.stringify(two), carries: [] } as const;
      await deliveries().happen(ownerOf(user), [each.id, send]);
      const details = [{ property: "messages[0].text", message: "must be" }];
      fake.behave(way, { status: 400, message: "The request body has 1 error(s)", details });
      assert.equal(await deliver(each), "delivered");
      assert.match(textsTo(user), /おつかれさま/);
    });
  }

  it("say nothing twice when a push is lost, and then the month's messages are used up", async () => {
    const user = lineId();
    const each = job(user);
    await assert.rejects(deliver(each, sender({ api: { reply: lost, push: lost } })));
    fake.setQuota(0);
    assert.equal(await deliver(each), "unconfirmed");
    fake.setQuota(Number.POSITIVE_INFINITY);
  });

  it("let an answer wait again when the word that carried it into an outage is worth nothing any more", async () => {
    const user = lineId();
    const [chat, old] = [ownerOf(user), await held(user)];
    const each = job(user, { notice: "waiting", replyToken: fake.issueReplyToken(user) });
    each.delivery.to.receivedAt = Date.now() - 70_000;
    const at = Date.now() - 69_000;
    const send = { is: "send", way: "reply", by: "s", messages: "[]", carries: [old.id] } as const;
    await deliveries().happen(chat, [each.id, send], [old.id, { is: "take", with: each.id }]);
    const state = { state: "uncertain", way: "reply", at, messages: "[]", carries: [old.id] };
    await redis.connect().hset(lineKeys.deliveries(chat), each.id, JSON.stringify(state));
    await redis.connect().mset(lineKeys.away(), at, lineKeys.lastFailure(), Date.now());
    assert.equal(await deliver(each), "withdrawn");
    assert.equal(await stateOf(user, old), "held");
    await redis.connect().del(lineKeys.away(), lineKeys.lastFailure());
  });

  it("say of an answer whose carrier died over it that nobody knows", async () => {
    const user = lineId();
    const [chat, old, each] = [ownerOf(user), await held(user), job(user)];
    const send = { is: "send", way: "push", by: "s", messages: "[]", carries: [old.id] } as const;
    await deliveries().happen(chat, [each.id, send], [old.id, { is: "take", with: each.id }]);
    await deliveries().withdraw(chat, each.id);
    const key = lineKeys.deliveries(chat);
    const aged = { state: "carried", at: Date.now() - 61_000, heldAt: 1, with: each.id };
    await redis.connect().hset(key, old.id, JSON.stringify(aged));
    await deliver(withToken(user));
    assert.deepEqual([await stateOf(user, old), told.get(old.id)], ["unconfirmed", "unconfirmed"]);
    assert.doesNotMatch(textsTo(user), /an old one/);
  });

  it("hold a reply that nobody knows of, and those with it, when all else failed for over a minute", async () => {
    const user = lineId();
    const [old, each] = [await held(user), withToken(user)];
    each.delivery.to.receivedAt = Date.now() - 70_000;
    const at = Date.now() - 69_000;
    const chat = ownerOf(user);
    const send = { is: "send", way: "reply", by: "s", messages: "[]", carries: [old.id] } as const;
    await deliveries().happen(chat, [each.id, send], [old.id, { is: "take", with: each.id }]);
    const state = { state: "uncertain", way: "reply", at, messages: "[]", carries: [old.id] };
    await redis.connect().hset(lineKeys.deliveries(chat), each.id, JSON.stringify(state));
    await redis.connect().mset(lineKeys.away(), at, lineKeys.lastFailure(), Date.now());
    assert.equal(await deliver(each), "held");
    assert.deepEqual(fake.to(user), []);
    assert.equal(await deliver(withToken(user)), "delivered", "which ends the outage");
    assert.match(textsTo(user), /an old one.*おつかれさま/);
    assert.equal(await redis.connect().get(lineKeys.away()), null);
  });

  it("push a late answer, though one request failed a while ago and nobody has asked since", async () => {
    const user = lineId();
    const at = Date.now() - 3_600_000;
    await redis.connect().mset(lineKeys.away(), at, lineKeys.lastFailure(), at + 8_000);
    const each = withToken(user);
    each.delivery.to.receivedAt = Date.now() - 55_000;
    assert.equal(await deliver(each), "delivered");
    assert.deepEqual(
      fake.to(user).map(({ via }) => via),
      ["push"],
    );
  });

  it("ask again by the token, and say nothing twice, when a reply was cut off after a single failure", async () => {
    const user = lineId();
    const each = withToken(user);
    const { replyToken = "" } = each.delivery.to.line;
    const messages = JSON.stringify([{ type: "text", text: "it" }]);
    await line().reply(replyToken, messages);
    each.delivery.to.receivedAt = Date.now() - 75_000;
    const at = Date.now() - 70_000;
    await redis.connect().del(lineKeys.lastOutage());
    await redis.connect().mset(lineKeys.away(), at - 1_000, lineKeys.lastFailure(), at + 7_000);
    const state = { state: "sending", way: "reply", at, by: "s", isFirst: true, messages, carries: [] };
    await redis.connect().hset(lineKeys.deliveries(ownerOf(user)), each.id, JSON.stringify(state));
    assert.equal(await deliver(each), "unconfirmed");
    assert.equal(fake.to(user).length, 1);
  });

  it("keep nothing of an answer that was taken along while it was withdrawn", async () => {
    const user = lineId();
    const [chat, old, each] = [ownerOf(user), await held(user), job(user)];
    const send = { is: "send", way: "push", by: "s", messages: "the old one", carries: [old.id] } as const;
    await deliveries().happen(chat, [each.id, send], [old.id, { is: "take", with: each.id }]);
    await deliveries().happen(chat, [old.id, { is: "withdraw" }]);
    await deliveries().withdraw(chat, old.id);
    assert.doesNotMatch(JSON.stringify(await redis.connect().hgetall(lineKeys.deliveries(chat))), /the old one/);
  });
});
