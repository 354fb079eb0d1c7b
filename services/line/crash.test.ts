import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { until } from "@guchi/chain/testing/until.ts";
import { lineEvent, lineId, redelivered, textEvent } from "../../test/fakes/line/webhook.ts";
import { memoryKeys } from "@guchi/contracts/memory/keys.ts";
import { NOTICES } from "../reply/notices.ts";
import { ownerOf } from "./owner.ts";
import { COMPLAINT, startLineSystem, type LineSystem } from "./testing.ts";

describe(
  "a gateway that is killed between LINE's acceptance and its own record",
  { concurrency: 2, timeout: 180_000 },
  () => {
    for (const way of ["reply", "push"] as const) {
      it(`sends no second message, by ${way}`, async (t) => {
        const system = await closedSystem(t);
        const first = await system.spawnGateway();
        const user = lineId();
        // LINE takes the message and shows it; its answer never reaches the process.
        system.fake.behave(way, { hold: new Promise(() => undefined) });
        await system.post(way === "reply" ? system.message(user) : textEvent(user, COMPLAINT));
        await system.answered(user);
        await first.kill();
        await system.spawnGateway();
        await system.settled(60_000);
        const [job] = await system.jobs();
        const record = await system.records.read(job ?? "");
        assert.ok(record !== undefined);
        assert.equal(record.status, "completed");
        assert.equal((record.step("reply").result as { delivered?: string }).delivered, way);
        assert.equal(system.fake.to(user).length, 1);
        const requests = system.fake.requestsTo(way);
        assert.equal(requests.length, 1, "the held request was never answered, so only the second one is recorded");
        assert.equal(requests[0]?.status, way === "reply" ? 400 : 409);
      });
    }
  },
);

/**
 * LINE's rows of the crash matrix: a real gateway dies by SIGKILL at each fault point, another one
 * goes on.
 */
describe("a gateway that dies", { concurrency: 6, timeout: 240_000 }, () => {
  const before = [
    "webhook.checked",
    "webhook.noted",
    "accept.recorded",
    "accept.queued",
    "webhook.event-queued",
    "webhook.queued",
  ] as const;
  for (const point of before) {
    it(`at ${point} has not said 200, and LINE's redelivery gets each event one answer`, async (t) => {
      const system = await closedSystem(t);
      const users = [lineId(), lineId()];
      const events = users.map((user) => system.message(user));
      const status = await die(system, point, ...events);
      assert.equal(status, undefined);
      assert.equal((await system.post(...events.map(redelivered))).status, 200);
      await system.settled(60_000);
      assert.deepEqual(
        users.map((user) => system.fake.to(user).length),
        [1, 1],
      );
      assert.equal((await system.jobs()).length, 2);
    });
  }

  it("at withdrawal.marked has not said 200, and what the user took back goes with LINE's redelivery", async (t) => {
    const system = await closedSystem(t);
    const user = lineId();
    const event = system.message(user, "ひみつの愚痴");
    const earlier = await system.spawnGateway();
    await system.post(event);
    await system.settled();
    await earlier.kill();
    const withdrawal = unsendOf(user, event);
    const status = await die(system, "withdrawal.marked", withdrawal);
    assert.equal(status, undefined);
    assert.ok((await system.everything()).includes("ひみつの愚痴"), "nothing erases yet");
    await system.post(redelivered(withdrawal));
    await system.settled();
    assert.ok(!(await system.everything()).includes("ひみつの愚痴"));
  });

  for (const point of [
    "withdrawal.marked",
    "webhook.noted",
    "accept.queued",
    "stage.recorded",
    "stage.handed-on",
    "delivery.answered",
  ] as const) {
    it(`at ${point}, over 「全部忘れて」: everything is erased, and that is said once, afterwards`, async (t) => {
      const system = await closedSystem(t);
      const user = lineId();
      const earlier = await system.spawnGateway();
      await system.said("ひみつの愚痴", user);
      await system.connection.hset(memoryKeys.careMemory(ownerOf(user)), "job", "ひみつの心配");
      await earlier.kill();
      const event = system.message(user, "全部忘れて", { timestamp: Date.now() + 1 });
      await die(system, point, event);
      await system.post(redelivered(event));
      await system.settled(60_000);
      const left = await system.everything();
      assert.ok(!left.includes("ひみつ"), left);
      const [, ...said] = system.fake.to(user);
      assert.deepEqual(
        said.map(({ messages }) => messages.map((message) => message["text"])),
        [[NOTICES.erased.ja]],
      );
    });
  }

  it("at purge.recorded, over an answer that is kept: the next attempt erases what is kept, too", async (t) => {
    const system = await closedSystem(t);
    const earlier = await system.spawnGateway();
    system.fake.setQuota(0);
    const user = lineId();
    const event = textEvent(user, COMPLAINT);
    await system.post(event);
    await system.settled();
    const { id, delivered } = await system.delivered(user);
    assert.equal(delivered, "kept");
    await earlier.kill();
    assert.ok((await system.everything()).includes(`おつかれさま ${id}`));
    await die(system, "purge.recorded", unsendOf(user, event));
    await system.settled(60_000);
    assert.ok(!(await system.everything()).includes(`おつかれさま ${id}`));
  });

  for (const [point, way] of [
    ["delivery.composed", "push"],
    ["delivery.noted", "reply"],
    ["delivery.noted", "push"],
    ["delivery.answered", "reply"],
    ["delivery.answered", "push"],
    ["delivery.done", "reply"],
  ] as const) {
    it(`at ${point}, by ${way}: the user gets one message`, async (t) => {
      const system = await closedSystem(t);
      const user = lineId();
      const event = way === "reply" ? system.message(user) : textEvent(user, COMPLAINT);
      await die(system, point, event);
      await system.settled(60_000);
      assert.equal(system.fake.to(user).length, 1);
      const asked = point === "delivery.answered" ? 2 : 1;
      assert.equal(system.fake.requestsTo(way).length, asked, "LINE is asked again only where nobody knows");
      assert.deepEqual([(await system.delivered(user)).delivered, (await system.jobs()).length], [way, 1]);
    });
  }

  it("at delivery.composed, with an answer that waited: that one reaches the user once, too", async (t) => {
    const { system, user } = await withWaitingAnswer(t);
    await die(system, "delivery.composed", system.message(user, "うれしい"));
    await system.settled(60_000);
    const words = JSON.stringify(system.fake.to(user));
    assert.equal(words.split("おつかれさま").length - 1, 1);
  });

  it("before a job fails for good: the user gets the apology from another gateway, once", async (t) => {
    const system = await closedSystem(t);
    const user = lineId();
    const fail = Promise.withResolvers<void>();
    system.stages.persona = async () => {
      await fail.promise;
      throw new Error("no idea");
    };
    const first = await system.spawnGateway();
    await system.post(system.message(user));
    await first.kill();
    fail.resolve();
    await until("the job to fail", async () => (await system.delivered(user)).status === "failed");
    await system.spawnGateway();
    await system.settled(60_000);
    const texts = system.fake.to(user).flatMap(({ messages }) => messages.map((message) => message["text"]));
    assert.deepEqual(texts, [NOTICES.sorry.ja]);
  });

  it("at delivery.kept, with an answer aboard, and LINE takes messages again: each reaches the user once", async (t) => {
    const { system, user } = await withWaitingAnswer(t);
    await die(system, "delivery.kept", textEvent(user, COMPLAINT));
    system.fake.setQuota(Number.POSITIVE_INFINITY);
    await system.settled(60_000);
    await system.post(system.message(user, "うれしい"));
    await system.settled();
    const words = JSON.stringify(system.fake.to(user));
    const jobs = [...words.matchAll(/おつかれさま ([0-9a-f-]{36})/g)].map(([, job]) => job);
    assert.deepEqual([jobs.length, new Set(jobs).size], [2, 2], words);
  });

  for (const [when, meanwhile] of [
    ["another answer takes it along meanwhile", true],
    ["nothing else happens", false],
  ] as const) {
    it(`at delivery.kept, and ${when}: the kept answer reaches the user once`, async (t) => {
      const system = await closedSystem(t);
      const user = lineId();
      system.fake.setQuota(0);
      await die(system, "delivery.kept", textEvent(user, COMPLAINT));
      if (meanwhile) {
        await system.post(system.message(user, "うれしい"));
        await system.answered(user);
      }
      await system.settled(60_000);
      await system.post(system.message(user, "うれしい"));
      await system.settled();
      const words = JSON.stringify(system.fake.to(user));
      assert.equal(words.split("おつかれさま").length - 1, 1, words);
    });
  }
});

/** A system without a gateway, which ends with the test. */
async function closedSystem(t: TestContext): Promise<LineSystem> {
  const system = await startLineSystem({ closed: true });
  t.after(() => system.stop());
  return system;
}

/**
 * A system without a gateway, and a user whose answer waits, since the month's messages are used
 * up.
 */
async function withWaitingAnswer(t: TestContext) {
  const system = await closedSystem(t);
  const user = lineId();
  const gateway = await system.spawnGateway();
  system.fake.setQuota(0);
  await system.pushed(user);
  await gateway.kill();
  return { system, user };
}

function unsendOf(user: string, event: Readonly<Record<string, unknown>>) {
  const { id: messageId } = event["message"] as { id: string };
  return lineEvent("unsend", { source: { type: "user", userId: user }, unsend: { messageId } });
}

/** Posts to a gateway that dies over it, and gives the status; afterwards another gateway is up. */
async function die(system: LineSystem, point: string, ...events: readonly unknown[]) {
  const first = await system.spawnGateway(point);
  const status = await system.post(...events).then(
    (answer) => answer.status,
    () => undefined, // the connection broke, as LINE would see it
  );
  assert.equal(await first.exited, "SIGKILL", `the gateway was to die at ${point}`);
  await system.spawnGateway();
  return status;
}
