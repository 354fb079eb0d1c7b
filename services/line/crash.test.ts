import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { until } from "@guchi/chain/testing/until.ts";
import { lineEvent, lineId, redelivered, textEvent } from "../../test/fakes/line/webhook.ts";
import { memoryKeys } from "@guchi/contracts/memory/keys.ts";
import { ownerOf } from "./owner.ts";
import { COMPLAINT, SAID, startLineSystem, type LineSystem } from "../../test/support/line-system.ts";

describe(
  "a service that is killed between LINE's acceptance and its own record",
  { concurrency: 2, timeout: 180_000 },
  () => {
    for (const way of ["reply", "push"] as const) {
      it(`sends no second message, by ${way}`, async (t) => {
        const system = await closedSystem(t);
        const first = await system.spawnService("line");
        const user = lineId();
        // LINE takes the message and shows it; its answer never reaches the process.
        system.fake.behave(way, { hold: new Promise(() => undefined) });
        await system.post(way === "reply" ? system.message(user) : textEvent(user, COMPLAINT));
        await system.answered(user);
        await first.kill();
        await system.spawnService("line");
        await system.settled(60_000);
        const { status, delivered } = await system.delivered(user);
        assert.deepEqual([status, delivered], ["completed", "delivered"]);
        assert.equal(system.fake.to(user).length, 1);
        const requests = system.fake.requestsTo(way);
        assert.equal(requests.length, 1, "the held request was never answered, so only the second one is recorded");
        assert.equal(requests[0]?.status, way === "reply" ? 400 : 409);
      });
    }
  },
);

/**
 * LINE's rows of the crash matrix: a real process dies by SIGKILL at each fault point, another one
 * goes on.
 */
describe("a process that dies", { concurrency: 6, timeout: 240_000 }, () => {
  for (const point of ["webhook.checked", "accept.recorded", "accept.queued", "webhook.queued"] as const) {
    it(`at ${point} has not said 200, and LINE's redelivery gets each event one answer`, async (t) => {
      const system = await startLineSystem({ without: ["gateway"] });
      t.after(() => system.stop());
      const users = [lineId(), lineId()];
      const events = users.map((user) => system.message(user));
      const status = await die(system, "gateway", point, ...events);
      assert.equal(status, undefined);
      assert.equal((await system.post(...events.map(redelivered))).status, 200);
      await answeredOnce(system, users);
    });
  }

  for (const point of ["event.noted", "accept.recorded", "accept.queued", "event.started"] as const) {
    it(`at ${point}, over an event that LINE has 200 for: each event gets one answer`, async (t) => {
      const system = await closedSystem(t);
      const users = [lineId(), lineId()];
      assert.equal(await die(system, "line", point, ...users.map((user) => system.message(user))), 200);
      await answeredOnce(system, users);
    });
  }

  it("over one event five times gives that up, with an alarm, and goes on with the others", async (t) => {
    const system = await closedSystem(t);
    const [user, other] = [lineId(), lineId()];
    await system.post(system.message(user));
    for (let crash = 0; crash <= 5; crash += 1) {
      const dying = await system.spawnService("line", "event.noted");
      assert.equal(await dying.exited, "SIGKILL");
    }
    await system.spawnService("line");
    await system.settled(60_000);
    const ended = await Promise.all((await system.allJobs()).map(async (job) => system.records.read(job)));
    const failures = ended.map((record) => record?.step("line-event").failure?.code);
    assert.deepEqual(failures, ["stage_crashed"]);
    await system.said(COMPLAINT, other);
    assert.deepEqual([system.fake.to(user).length, system.fake.to(other).length], [0, 1]);
  });

  it("at withdrawal.marked: what the user took back goes when another one goes on", async (t) => {
    const system = await closedSystem(t);
    const user = lineId();
    const event = system.message(user, "ひみつの愚痴");
    const earlier = await system.spawnService("line");
    await system.post(event);
    await system.settled();
    await earlier.kill();
    const dying = await system.spawnService("line", "withdrawal.marked");
    await system.post(unsendOf(user, event));
    await dying.exited;
    assert.ok((await system.everything()).includes("ひみつの愚痴"), "nothing erases yet");
    await system.spawnService("line");
    await system.settled(60_000);
    assert.ok(!(await system.everything()).includes("ひみつの愚痴"));
  });

  for (const point of [
    "withdrawal.marked",
    "event.noted",
    "accept.queued",
    "stage.recorded",
    "stage.handed-on",
    "delivery.answered",
  ] as const) {
    it(`at ${point}, over 「全部忘れて」: everything is erased, and that is said once, afterwards`, async (t) => {
      const system = await closedSystem(t);
      const user = lineId();
      const earlier = await system.spawnService("line");
      await system.said("ひみつの愚痴", user);
      await system.connection.hset(memoryKeys.careMemory(ownerOf(user)), "job", "ひみつの心配");
      await earlier.kill();
      const event = system.message(user, "全部忘れて", { timestamp: Date.now() + 1 });
      await die(system, "line", point, event);
      await system.post(redelivered(event));
      await system.settled(60_000);
      const left = await system.everything();
      assert.ok(!left.includes("ひみつ"), left);
      const [, ...said] = system.fake.to(user);
      assert.deepEqual(
        said.map(({ messages }) => messages.map(({ text }) => SAID.erased.test(String(text)))),
        [[true]],
      );
    });
  }

  it("at purge.recorded, over an answer that is kept: the next attempt erases what is kept, too", async (t) => {
    const system = await closedSystem(t);
    const earlier = await system.spawnService("line");
    system.fake.setQuota(0);
    const user = lineId();
    const event = textEvent(user, COMPLAINT);
    await system.post(event);
    await system.settled();
    const { id, delivered } = await system.delivered(user);
    assert.equal(delivered, "held");
    await earlier.kill();
    assert.ok((await system.everything()).includes(`おつかれさま ${id}`));
    await die(system, "line", "purge.recorded", unsendOf(user, event));
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
      await die(system, "line", point, event);
      await system.settled(60_000);
      assert.equal(system.fake.to(user).length, 1);
      const asked = point === "delivery.answered" ? 2 : 1;
      assert.equal(system.fake.requestsTo(way).length, asked, "LINE is asked again only where nobody knows");
      assert.deepEqual([(await system.delivered(user)).delivered, (await system.jobs()).length], ["delivered", 1]);
    });
  }

  it("at delivery.composed, with an answer that waited: that one reaches the user once, too", async (t) => {
    const { system, user } = await withWaitingAnswer(t);
    await die(system, "line", "delivery.composed", system.message(user, "うれしい"));
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
    const first = await system.spawnService("line");
    await system.post(system.message(user));
    await until("the job", async () => (await system.delivered(user)).id !== "");
    await first.kill();
    fail.resolve();
    await until("the job to fail", async () => (await system.delivered(user)).status === "failed");
    await system.spawnService("line");
    await system.settled(60_000);
    const texts = system.fake.to(user).flatMap(({ messages }) => messages.map((message) => message["text"]));
    assert.deepEqual([texts.length, SAID.sorry.test(String(texts[0]))], [1, true]);
  });

  it("at delivery.kept, with an answer aboard, and LINE takes messages again: each reaches the user once", async (t) => {
    const { system, user } = await withWaitingAnswer(t);
    await die(system, "line", "delivery.kept", textEvent(user, COMPLAINT));
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
      await die(system, "line", "delivery.kept", textEvent(user, COMPLAINT));
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

/** A system whose LINE service is not started yet, which ends with the test. */
async function closedSystem(t: TestContext): Promise<LineSystem> {
  const system = await startLineSystem({ without: ["line"] });
  t.after(() => system.stop());
  return system;
}

/**
 * The same, and a user whose answer waits, since the month's messages are used
 * up.
 */
async function withWaitingAnswer(t: TestContext) {
  const system = await closedSystem(t);
  const user = lineId();
  const gateway = await system.spawnService("line");
  system.fake.setQuota(0);
  await system.pushed(user);
  await gateway.kill();
  return { system, user };
}

function unsendOf(user: string, event: Readonly<Record<string, unknown>>) {
  const { id: messageId } = event["message"] as { id: string };
  return lineEvent("unsend", { source: { type: "user", userId: user }, unsend: { messageId } });
}

/** Posts to a system whose service dies over it, and gives the status; then another one is up. */
async function die(system: LineSystem, name: "gateway" | "line", point: string, ...events: readonly unknown[]) {
  const first = await system.spawnService(name, point);
  const status = await system.post(...events).then(
    (answer) => answer.status,
    () => undefined, // the connection broke, as LINE would see it
  );
  assert.equal(await first.exited, "SIGKILL", `the process was to die at ${point}`);
  await system.spawnService(name);
  return status;
}

async function answeredOnce(system: LineSystem, users: readonly string[]): Promise<void> {
  await system.settled(60_000);
  assert.deepEqual(
    users.map((user) => system.fake.to(user).length),
    [1, 1],
  );
  assert.equal((await system.jobs()).length, 2);
}
