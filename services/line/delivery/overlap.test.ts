import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import type { LineTarget } from "../address.ts";
import type { Delivered } from "./policy.ts";
import { cipherFor, PLAIN, UnreadableError, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import { DamagedRecordError } from "@guchi/chain/job/damaged.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import { lineKeys } from "../keys.ts";
import { startTestRedis, type TestRedis } from "@guchi/chain/testing/redis.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { startFakeLine, type FakeLine } from "../../../test/fakes/line/server.ts";
import { lineId } from "../../../test/fakes/line/webhook.ts";
import { LineApi } from "../api/api.ts";
import type { LineAnswer } from "../api/call.ts";
import { Courier, type Delivery } from "./courier.ts";
import { KeptAnswers } from "./kept.ts";
import { eraseJob } from "./erase.ts";
import { ownerOf } from "../owner.ts";
import { Parcels } from "./parcel.ts";

const TTL = { jobTtlSeconds: 3_600 };
const context = { signal: new AbortController().signal, log: { warn: () => undefined, error: () => undefined } };

const unread = async (): Promise<never> => {
  throw new DamagedRecordError("does not open", { cause: new UnreadableError("another key", { isOtherKeys: true }) });
};
const lost = async (): Promise<LineAnswer> => ({ kind: "unknown", cause: new Error("the answer was lost") });
/** A record, as far as it tells where the answer goes. */
const owing = (line: LineTarget) => ({ owes: { messenger: "line", to: { line, receivedAt: 1 } } });
const delivery = (to: string, replyToken?: string): Delivery => ({
  job: randomUUID(),
  receivedAt: Date.now(),
  target: { to, at: 1, ...(replyToken !== undefined && { replyToken }) },
  answer: {
    message: "おつかれさま",
    language: "ja",
    image: { key: "i", previewKey: "p", contentType: "image/jpeg", width: 1, height: 1, bytes: 1 },
  },
  again: true,
});

/** Two workers with the same job: one lost its lock while it stood still, and does not know. */
describe("two workers that send the same answer at the same time", () => {
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

  const erase = (job: string, record?: JobRecord) =>
    eraseJob(job, { redis: redis.connect(), record, cipher: PLAIN, ...TTL });

  let made = 0;
  const line = () => {
    const tokens = { get: async () => ({ token: fake.accessToken }), insteadOf: async () => undefined };
    return new LineApi({ baseUrl: fake.url, tokens });
  };
  const courier = (more: Partial<ConstructorParameters<typeof Courier>[0]> = {}) => {
    const connection = redis.connect();
    return new Courier({
      api: line(),
      parcels: new Parcels(connection, TTL),
      kept: new KeptAnswers(connection, TTL),
      trail: { isWithdrawn: async () => false },
      records: {
        exists: async () => true,
        read: async (job) => ({ id: job, ...owing({ to: lineId(), messageId: `message-of-${job}`, at: 1 }) }) as never,
      },
      media: { info: async () => ({ bytes: 1, contentType: "image/jpeg" }) },
      publicBaseUrl: "https://guchi.example",
      // No two workers sign a URL alike; the bytes must be the same all the same.
      mediaUrls: () => (key) => `https://guchi.example/${key}?${(made += 1)}`,
      count: () => undefined,
      ...more,
    });
  };
  /** A kept answer that waits for this user. */
  const waiting = async (user: string, cipher?: Cipher) => {
    const kept = new KeptAnswers(redis.connect(), { ...TTL, ...(cipher && { cipher }) });
    await kept.keep(ownerOf(user), { job: "old", at: 1, answer: { message: "an old one", language: "en" } });
    return kept;
  };
  const toldTo = (user: string) => fake.to(user).map(({ messages }) => JSON.stringify(messages));
  const together = async (each: Delivery): Promise<Delivered[]> =>
    Promise.all([courier(), courier(), courier()].map(async (one) => one.deliver(each, context)));

  it("send one by reply", async () => {
    for (let round = 0; round < 20; round += 1) {
      const user = lineId();
      assert.deepEqual(await together(delivery(user, fake.issueReplyToken(user))), ["reply", "reply", "reply"]);
      assert.equal(fake.to(user).length, 1);
    }
  });

  it("send one by push, with the same bytes", async () => {
    for (let round = 0; round < 20; round += 1) {
      const user = lineId();
      assert.deepEqual(await together(delivery(user)), ["push", "push", "push"]);
      assert.equal(fake.to(user).length, 1);
    }
  });

  it("send one, when the first is overtaken before its request leaves and nobody knows what became of the other's", async () => {
    const user = lineId();
    const each = delivery(user, fake.issueReplyToken(user));
    const overtaken = Promise.withResolvers<void>();
    const isNoted = Promise.withResolvers<void>();
    const api = line();
    const reply: LineApi["reply"] = async (...request) => {
      isNoted.resolve();
      await overtaken.promise; // as of a process that stands still
      return api.reply(...request);
    };
    const first = courier({ api: { reply, push: api.push.bind(api) } }).deliver(each, context);
    await isNoted.promise;
    const sent: LineApi["reply"] = async (...request) => {
      await api.reply(...request);
      return lost();
    };
    const second = courier({ api: { reply: sent, push: api.push.bind(api) } });
    await assert.rejects(second.deliver(each, context), /did not say/);
    overtaken.resolve();
    assert.equal(await first, "reply");
    assert.equal(fake.to(user).length, 1);
  });

  it("are certain of what was not sent, and let go of what is aboard, only as long as nobody else is to send it", async () => {
    const chat = ownerOf(lineId());
    const connection = redis.connect();
    const [parcels, kept] = [new Parcels(connection, TTL), new KeptAnswers(connection, TTL)];
    const load = { messages: "[]", aboard: 1 };
    await parcels.open("job", chat);
    await kept.keep(chat, { job: "old", at: 1, answer: { message: "an old one", language: "en" } });
    await kept.claim(chat, "job", 5);
    assert.equal((await parcels.sending("job", "push", load, "a"))?.first, true);
    assert.equal((await parcels.sending("job", "push", load, "a"))?.first, true, "asked again, as after a lost answer");
    assert.equal(await parcels.notSent("job", "push", "a"), true);
    assert.equal(await parcels.notSent("job", "push", "a"), true, "asked again");
    // Another process sends before the first one lets go.
    assert.equal((await parcels.sending("job", "push", load, "b"))?.first, true);
    assert.equal(await kept.aboard(chat, "job", "b"), 1);
    await kept.giveBack(chat, "job", "a");
    assert.deepEqual((await kept.claim(chat, "next", 5)).answers, []);
    assert.equal(await kept.aboard(chat, "job", "b"), 1);
    assert.equal((await parcels.sending("job", "push", load, "c"))?.first, false);
    assert.equal(await parcels.notSent("job", "push", "b"), false, "c may have sent");
    await kept.giveBack(chat, "job", "b");
    assert.equal((await kept.claim(chat, "next", 5)).answers.length, 1);
  });

  it("give back what one of them claims when the other has ended the job meanwhile", async () => {
    const user = lineId();
    const kept = await waiting(user);
    const each = delivery(user);
    const [isLate, mayGoOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const late = courier({
      trail: {
        isWithdrawn: async () => {
          isLate.resolve();
          await mayGoOn.promise; // as of a process that stands still
          return false;
        },
      },
    }).deliver(each, context);
    await isLate.promise;
    fake.setQuota(0);
    assert.equal(await courier().deliver(each, context), "kept");
    fake.setQuota(Number.POSITIVE_INFINITY);
    mayGoOn.resolve();
    assert.equal(await late, "kept");
    const { answers } = await kept.claim(ownerOf(user), "next", 5);
    assert.deepEqual(answers.map(({ job }) => job).toSorted(), [each.job, "old"].toSorted());
  });

  it("let nothing wait that does not open here and may have been sent", async () => {
    const user = lineId();
    const chat = ownerOf(user);
    const theirs = await waiting(user, cipherFor([Buffer.alloc(32, 7)]));
    await theirs.keep(chat, { job: "second", at: 2, answer: { message: "another old one", language: "en" } });
    const each = delivery(user, fake.issueReplyToken(user));
    const api = line();
    const reply: LineApi["reply"] = async (...request) => {
      await api.reply(...request);
      return lost();
    };
    await assert.rejects(courier({ kept: theirs, api: { reply, push: lost } }).deliver(each, context));
    await theirs.erase(chat, "old");
    await new Parcels(redis.connect(), TTL).unload(each.job);
    assert.equal(await courier().deliver(each, context), "reply", "by a process with another key");
    assert.deepEqual((await theirs.claim(chat, "next", 5)).answers, []);
  });

  it("let what does not open here wait when its sender died before it could give it back, and surely sent nothing", async () => {
    const user = lineId();
    const chat = ownerOf(user);
    const theirs = await waiting(user, cipherFor([Buffer.alloc(32, 7)]));
    const parcels = new Parcels(redis.connect(), TTL);
    const each = delivery(user, fake.issueReplyToken(user));
    await parcels.open(each.job, chat);
    await theirs.claim(chat, each.job, 5);
    await parcels.sending(each.job, "reply", { messages: "[]", aboard: 1 }, "s");
    await theirs.aboard(chat, each.job, "s");
    assert.ok(await parcels.notSent(each.job, "reply", "s"));
    assert.equal(await courier().deliver(each, context), "reply", "by a process with another key");
    assert.equal((await theirs.claim(chat, "next", 5)).answers.length, 1);
  });

  it("are not held up by what is no answer", async () => {
    const user = lineId();
    await waiting(user);
    await redis.connect().hset(lineKeys.kept(ownerOf(user)), "broken", '{"job":"broken","at":0,"answer":{}}');
    const each = delivery(user, fake.issueReplyToken(user));
    assert.equal(await courier().deliver(each, context), "reply");
    assert.match(toldTo(user).join(""), /an old one/);
  });

  it("send nothing by a reply token that is left to something else, and leave none that is in use", async () => {
    const user = lineId();
    const parcels = new Parcels(redis.connect(), TTL);
    const [left, used] = [delivery(user, fake.issueReplyToken(user)), delivery(user)];
    const load = { messages: "[]", aboard: 0 };
    for (const each of [left, used]) await parcels.open(each.job, ownerOf(user));
    assert.equal(await parcels.leaveToken(left.job), true);
    assert.equal(await parcels.sending(left.job, "reply", load, "s1"), undefined);
    assert.equal(await courier().deliver(left, context), "push");
    assert.equal((await parcels.sending(used.job, "reply", load, "s2"))?.first, true);
    assert.equal(await parcels.leaveToken(used.job), false);
  });

  it("end at once when the job was purged, also if another of the same id was started since", async () => {
    const user = lineId();
    const each = delivery(user, fake.issueReplyToken(user));
    await new Parcels(redis.connect(), TTL).stop(each.job, ownerOf(user));
    assert.equal(await courier().deliver(each, context), "withdrawn");
    assert.deepEqual(fake.to(user), []);
  });

  it("leave a kept answer that does not open here to another process, which has the key", async () => {
    const user = lineId();
    const theirs = await waiting(user, cipherFor([Buffer.alloc(32, 7)]));
    const each = delivery(user, fake.issueReplyToken(user));
    const kept = new KeptAnswers(redis.connect(), { ...TTL, cipher: cipherFor([Buffer.alloc(32, 8)]) });
    assert.equal(await kept.any(ownerOf(user)), false, "nothing to hurry for");
    assert.equal(
      await courier({ kept, records: { exists: async () => true, read: unread } }).deliver(each, context),
      "reply",
    );
    assert.doesNotMatch(toldTo(user).join(""), /an old one/);
    const next = delivery(user, fake.issueReplyToken(user));
    assert.equal(await courier({ kept: theirs }).deliver(next, context), "reply");
    assert.match(toldTo(user).join(""), /an old one/);
  });

  it("leave out a kept answer to a message that was taken back, from the mark on", async () => {
    const user = lineId();
    await waiting(user);
    const trail = {
      isWithdrawn: async ({ line: { messageId } }: { line: LineTarget }) => messageId === "message-of-old",
    };
    const each = delivery(user);
    await assert.rejects(courier({ trail, api: { reply: lost, push: lost } }).deliver(each, context));
    // Then it is erased. The answer that left it out has nothing to do with that, and goes on.
    await erase("old", owing({ to: user, at: 1 }) as never);
    assert.equal(await courier({ trail }).deliver(each, context), "push");
    assert.equal(fake.to(user).length, 1);
    assert.doesNotMatch(toldTo(user).join(""), /an old one/);
  });

  it("let a kept answer wait for the next one when LINE is not reached, or wants fewer requests", async () => {
    for (const answer of [
      { kind: "unreached", cause: new Error("no route") },
      { kind: "answer", status: 429, message: "slow down", body: undefined },
    ] as const) {
      const user = lineId();
      await waiting(user);
      const api = { reply: async () => answer, push: async () => answer };
      await assert.rejects(courier({ api }).deliver(delivery(user, fake.issueReplyToken(user)), context));
      await courier().deliver(delivery(user, fake.issueReplyToken(user)), context);
      assert.match(toldTo(user).join(""), /an old one/);
    }
  });

  it("let a kept answer wait for the next one when its carrier is purged under way and LINE then refuses", async () => {
    for (const status of [429, 400]) {
      const user = lineId();
      const kept = await waiting(user);
      const each = delivery(user, fake.issueReplyToken(user));
      let isThere = true;
      const reply: LineApi["reply"] = async () => {
        isThere = false;
        await erase(each.job);
        return { kind: "answer", status, message: "Invalid reply token", body: undefined };
      };
      const records = {
        exists: async () => isThere,
        read: async () => owing({ to: user, at: 1 }) as never,
      };
      const carrier = courier({ api: { reply, push: async () => assert.fail("a push") }, records }).deliver(
        each,
        context,
      );
      if (status === 400) assert.equal(await carrier, "withdrawn");
      else await assert.rejects(carrier);
      assert.equal((await kept.claim(ownerOf(user), "next", 5)).answers.length, 1);
      assert.deepEqual(fake.to(user), []);
    }
  });

  it("hand a kept answer over once, whichever job does it", async () => {
    const user = lineId();
    const kept = new KeptAnswers(redis.connect(), TTL);
    const answer = { message: "an old one", language: "en" as const };
    await kept.keep(ownerOf(user), { job: "old", at: 1, answer });
    const jobs = Array.from({ length: 5 }, () => delivery(user, fake.issueReplyToken(user)));
    await Promise.all(jobs.map(async (each) => courier().deliver(each, context)));
    const told = fake.to(user).filter(({ messages }) => JSON.stringify(messages).includes("an old one"));
    assert.equal(told.length, 1);
  });

  it("leave a kept answer waiting when the one that would hand it over is kept itself", async () => {
    const user = lineId();
    const kept = new KeptAnswers(redis.connect(), TTL);
    await kept.keep(ownerOf(user), { job: "old", at: 1, answer: { message: "an old one", language: "en" } });
    fake.setQuota(0);
    assert.equal(await courier().deliver(delivery(user), context), "kept");
    fake.setQuota(Number.POSITIVE_INFINITY);
    await courier().deliver(delivery(user, fake.issueReplyToken(user)), context);
    const [sent] = fake.to(user);
    assert.match(JSON.stringify(sent?.messages[0]), /an old one/);
    assert.match(JSON.stringify(sent?.messages[1]), /おつかれさま/);
    await until("nothing to wait", async () => (await kept.claim(ownerOf(user), randomUUID(), 5)).answers.length === 0);
  });

  it("hand a kept answer over with a word that is worth no push, or leave it waiting", async () => {
    const user = lineId();
    const kept = new KeptAnswers(redis.connect(), TTL);
    await kept.keep(ownerOf(user), { job: "old", at: 1, answer: { message: "an old one", language: "en" } });
    const late = { ...delivery(user, "a token that is over"), replyOnly: true };
    assert.equal(await courier().deliver(late, context), "skipped");
    assert.deepEqual(fake.to(user), []);
    const now = { ...delivery(user, fake.issueReplyToken(user)), replyOnly: true };
    assert.equal(await courier().deliver(now, context), "reply");
    assert.match(JSON.stringify(fake.to(user)), /an old one/);
  });

  it("erase a kept answer wherever it is, also when that is done twice, and never bring it back", async () => {
    const user = lineId();
    const chat = ownerOf(user);
    const kept = new KeptAnswers(redis.connect(), TTL);
    await kept.keep(chat, { job: "old", at: 1, answer: { message: "an old one", language: "en" } });
    assert.equal((await kept.claim(chat, "carrier", 5)).answers.length, 1);
    assert.equal(await kept.erase(chat, "old"), "carrier");
    assert.equal(await kept.erase(chat, "old"), "carrier", "whoever erases again after a crash must find it");
    assert.equal(await kept.aboard(chat, "carrier", "s"), 0);
    await kept.giveBack(chat, "carrier");
    await kept.keep(chat, { job: "old", at: 1, answer: { message: "an old one", language: "en" } });
    assert.deepEqual((await kept.claim(chat, "another", 5)).answers, []);
    assert.equal(await kept.takeBack(chat, "old"), "gone");
  });

  it("make a reply again without what was erased, and take nothing else along that may not have left", async () => {
    const user = lineId();
    const chat = ownerOf(user);
    const connection = redis.connect();
    const kept = new KeptAnswers(connection, TTL);
    const parcels = new Parcels(connection, TTL);
    const each = delivery(user, fake.issueReplyToken(user));
    await kept.keep(chat, { job: "old", at: 1, answer: { message: "an old one", language: "en" } });
    await kept.claim(chat, each.job, 5);
    // Its process died as the request was to leave, and the answer aboard was erased; who did that
    // died before it told the parcel.
    await parcels.open(each.job, chat);
    const messages = '[{"type":"text","text":"an old one"},{"type":"text","text":"the same"}]';
    await parcels.sending(each.job, "reply", { messages, aboard: 1 }, "s");
    await kept.erase(chat, "old");
    await kept.keep(chat, { job: "newer", at: 2, answer: { message: "a newer one", language: "en" } });
    assert.equal(await courier().deliver(each, context), "reply");
    const [sent, ...more] = fake.to(user);
    assert.deepEqual(more, []);
    assert.doesNotMatch(JSON.stringify(sent), /an old one|a newer one/);
    assert.equal((await kept.claim(chat, "next", 5)).answers.length, 1, "the newer one waits for the next answer");
  });

  it("drop a job's own kept answer when it can be sent after all: who kept it died before it could say so", async () => {
    const user = lineId();
    const kept = new KeptAnswers(redis.connect(), TTL);
    const each = delivery(user);
    const parcels = new Parcels(redis.connect(), TTL);
    await parcels.open(each.job, ownerOf(user));
    await parcels.sending(each.job, "push", { messages: '[{"type":"text","text":"the same"}]', aboard: 0 }, "s");
    await kept.keep(ownerOf(user), { job: each.job, at: 1, answer: { message: "the same", language: "ja" } });
    assert.equal(await courier().deliver(each, context), "push");
    assert.equal(fake.to(user).length, 1);
    assert.deepEqual((await kept.claim(ownerOf(user), randomUUID(), 5)).answers, []);
  });
});
