import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { endDeadLocks } from "@guchi/chain/testing/dead-locks.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { RATE_LIMIT } from "../../test/fakes/line/rules.ts";
import { lineEvent, lineId, redelivered, textEvent } from "../../test/fakes/line/webhook.ts";
import { memoryKeys } from "@guchi/contracts/memory/keys.ts";
import { ownerOf } from "./owner.ts";
import { service } from "./service.ts";
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
        await openAnother(system, "line");
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
describe("a process that dies", { concurrency: 6, timeout: 300_000 }, () => {
  for (const point of ["webhook.checked", "accept.queued", "webhook.queued"] as const) {
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

  for (const point of ["event.noted", "accept.queued", "event.started"] as const) {
    it(`at ${point}, over an event that LINE has 200 for: each event gets one answer`, async (t) => {
      const system = await closedSystem(t);
      const users = [lineId(), lineId()];
      assert.equal(await die(system, "line", point, ...users.map((user) => system.message(user))), 200);
      await answeredOnce(system, users);
    });
  }

  it("over one event for the sixth time gives that up, with an alarm, and goes on with the others", async (t) => {
    const system = await closedSystem(t);
    const [user, other] = [lineId(), lineId()];
    await system.post(system.message(user));
    const [job = ""] = await system.allJobs();
    await system.connection.hset(`guchi:{line-event}:line-event:${job}.line-event`, "stc", 6);
    await system.open("line");
    await system.settled();
    assert.equal((await system.records.read(job))?.step("line-event").failure?.code, "stage_crashed");
    await system.said(COMPLAINT, other);
    assert.deepEqual([system.fake.to(user).length, system.fake.to(other).length], [0, 1]);
  });

  it("at withdrawal.marked: what the user took back goes when another one goes on", async (t) => {
    const system = await closedSystem(t);
    const user = lineId();
    const event = system.message(user, "ひみつの愚痴");
    const earlier = await system.open("line");
    await system.post(event);
    await system.settled();
    await earlier.close();
    const dying = await system.spawnService("line", "withdrawal.marked");
    await system.post(unsendOf(user, event));
    await dying.exited;
    assert.ok((await system.everything()).includes("ひみつの愚痴"), "nothing erases yet");
    await openAnother(system, "line");
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
      const earlier = await system.open("line");
      await system.said("ひみつの愚痴", user);
      await system.connection.hset(memoryKeys.careMemory(ownerOf(user)), "job", "ひみつの心配");
      await earlier.close();
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

  it("at purge.recorded, over an answer that is held: the next attempt erases it, too", async (t) => {
    const system = await closedSystem(t);
    const earlier = await system.open("line");
    system.fake.setQuota(0);
    const user = lineId();
    const event = textEvent(user, COMPLAINT);
    await system.post(event);
    await system.settled();
    const { id, delivered } = await system.delivered(user);
    assert.equal(delivered, "held");
    await earlier.close();
    assert.ok((await system.everything()).includes(`おつかれさま ${id}`));
    await die(system, "line", "purge.recorded", unsendOf(user, event));
    await system.settled(60_000);
    assert.ok(!(await system.everything()).includes(`おつかれさま ${id}`));
  });

  for (const [point, way] of [
    ["delivery.composed", "reply"],
    ["delivery.noted", "reply"],
    ["delivery.noted", "push"],
    ["delivery.answered", "reply"],
    ["delivery.answered", "push"],
    ["delivery.ended", "reply"],
  ] as const) {
    it(`at ${point}, by ${way}, with an answer that was held: each reaches the user once`, async (t) => {
      const { system, user, held } = await withHeldAnswer(t);
      const event = way === "reply" ? system.message(user) : textEvent(user, COMPLAINT);
      const before = system.fake.requestsTo(way).length;
      await die(system, "line", point, event);
      await system.settled(60_000);
      assert.equal(system.fake.to(user).length, 1);
      const asked = point === "delivery.answered" ? 2 : 1;
      assert.equal(system.fake.requestsTo(way).length - before, asked, "LINE is asked again only where nobody knows");
      const told = toldJobs(system, user);
      assert.deepEqual([told.length, new Set(told).size, told[0]], [2, 2, held]);
      const ended = await Promise.all(told.map(async (job) => system.records.read(job)));
      assert.deepEqual(
        ended.map((record) => record?.delivery?.status),
        ["delivered", "delivered"],
      );
    });
  }

  for (const [what, answers, way] of [
    ["nobody knows whether LINE took it", [{ status: 500 }], "reply"],
    ["nobody knows, of a push that LINE took", [{ status: 500, accept: true }], "push"],
    ["LINE did not take it", [{ status: 429, message: RATE_LIMIT }], "push"],
  ] as const) {
    it(`at delivery.undecided, when ${what}: the user gets one message, and what was held, once`, async (t) => {
      const { system, user } = await withHeldAnswer(t);
      system.fake.behave(way, ...answers);
      await die(
        system,
        "line",
        "delivery.undecided",
        way === "reply" ? system.message(user) : textEvent(user, COMPLAINT),
      );
      await system.settled(60_000);
      const told = toldJobs(system, user);
      assert.deepEqual([system.fake.to(user).length, told.length, new Set(told).size], [1, 2, 2]);
    });
  }

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
    await openAnother(system, "line");
    await system.settled(60_000);
    const texts = system.fake.to(user).flatMap(({ messages }) => messages.map((message) => message["text"]));
    assert.deepEqual([texts.length, SAID.sorry.test(String(texts[0]))], [1, true]);
  });

  for (const [what, meanwhile] of [
    ["another answer takes it along meanwhile", true],
    ["nothing else happens", false],
  ] as const) {
    it(`at delivery.held, and ${what}: this answer and the one before it reach the user once, in their order`, async (t) => {
      const { system, user, held } = await withHeldAnswer(t);
      system.fake.setQuota(0);
      await die(system, "line", "delivery.held", textEvent(user, COMPLAINT));
      if (meanwhile) {
        await system.post(system.message(user, "うれしい"));
        await system.answered(user);
      }
      await system.settled(60_000);
      await system.said("うれしい", user);
      const told = toldJobs(system, user);
      assert.deepEqual([told.length, new Set(told).size, told[0]], [2, 2, held]);
    });
  }
});

/** The jobs whose words the user has read, in order. */
function toldJobs(system: LineSystem, user: string): readonly string[] {
  const words = JSON.stringify(system.fake.to(user));
  return [...words.matchAll(/おつかれさま ([0-9a-f-]{36})/g)].map(([, job = ""]) => job);
}

/** A system whose LINE service is not started yet, which ends with the test. */
async function closedSystem(t: TestContext): Promise<LineSystem> {
  const system = await startLineSystem({ without: ["line"] });
  t.after(() => system.stop());
  return system;
}

/**
 * The same, and a user whose answer is held: the month's messages were used up, and are not now.
 */
async function withHeldAnswer(t: TestContext) {
  const system = await closedSystem(t);
  const user = lineId();
  const service = await system.open("line");
  system.fake.setQuota(0);
  await system.pushed(user);
  const { id: held, delivered } = await system.delivered(user);
  assert.equal(delivered, "held");
  await service.close();
  system.fake.setQuota(Number.POSITIVE_INFINITY);
  return { system, user, held };
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
  await openAnother(system, name);
  return status;
}

/** Starts a service where one has died; it does not have to wait for the dead one's locks. */
async function openAnother(system: LineSystem, name: "gateway" | "line"): Promise<void> {
  await endDeadLocks(system.connection, keys, ...Object.keys(service.stages ?? {}));
  await system.open(name);
}

async function answeredOnce(system: LineSystem, users: readonly string[]): Promise<void> {
  await system.settled(60_000);
  assert.deepEqual(
    users.map((user) => system.fake.to(user).length),
    [1, 1],
  );
  assert.equal((await system.jobs()).length, 2);
}
