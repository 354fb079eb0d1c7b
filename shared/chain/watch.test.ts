import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { connectRedis } from "./redis/connect.ts";
import { startTestServer } from "./testing/redis.ts";
import { keys } from "./testing/chain.ts";
import { until } from "./testing/until.ts";
import type { Subscriber } from "./redis/subscriber.ts";
import { isRedisUnavailable } from "./redis/unavailable.ts";
import { JobWatch } from "./watch.ts";

/**
 * Shows what a real connection hides: when SUBSCRIBE is sent, and what happens before it is
 * acknowledged.
 */
class FakeSubscriber extends EventEmitter implements Subscriber {
  status = "ready";
  readonly sent: string[] = [];
  /** Acknowledges SUBSCRIBE. */
  answer: () => Promise<unknown> = async () => undefined;

  subscribe(...channels: string[]): Promise<unknown> {
    this.sent.push(["SUBSCRIBE", ...channels].join(" "));
    return this.answer();
  }

  async unsubscribe(...channels: string[]): Promise<void> {
    this.sent.push(["UNSUBSCRIBE", ...channels].join(" "));
  }
}

const subscribed = (...ids: string[]) => ["SUBSCRIBE", ...ids.map(keys.changes)].join(" ");
const unsubscribed = (...ids: string[]) => ["UNSUBSCRIBE", ...ids.map(keys.changes)].join(" ");

describe("the watch of jobs over a connection that is lost", () => {
  for (const outcome of ["acknowledged", "refused"] as const) {
    it(`wakes who waits when the new subscription is ${outcome}, not before`, async () => {
      const redis = new FakeSubscriber();
      const watch = new JobWatch(redis, keys);
      const waiting = [await watch.watch("a"), await watch.watch("b")].map((each) => each.next(30_000));
      const answer = Promise.withResolvers<void>();
      redis.answer = () => answer.promise;
      redis.sent.length = 0;
      redis.emit("close");
      redis.emit("ready");
      assert.deepEqual(redis.sent, [subscribed("a", "b")]);
      assert.equal(await Promise.race([...waiting, turn("waits")]), "waits");
      if (outcome === "acknowledged") answer.resolve();
      else answer.reject(new Error("refused"));
      assert.deepEqual(await Promise.all(waiting), [true, true]);
    });
  }

  it("reads again after a time without a change, once for all whose time was over before that read", async () => {
    const watch = new JobWatch(new FakeSubscriber(), keys);
    const [one, two] = [await watch.watch("a"), await watch.watch("a")];
    let reads = 0;
    const read = async () => {
      reads += 1;
      return undefined;
    };
    await Promise.all([one.record(read), two.record(read)]);
    assert.equal(reads, 1);
    assert.equal(await one.next(5), false);
    await one.record(read);
    assert.equal(reads, 2, "a change may have been lost");
    assert.equal(await two.next(-1_000), false);
    await two.record(read);
    assert.equal(reads, 2, "the read is later than this one's time");
  });

  it("ends when it is stopped, and subscribes once for all who wait for one job", async () => {
    const redis = new FakeSubscriber();
    const watch = new JobWatch(redis, keys);
    const [one, two] = [await watch.watch("a"), await watch.watch("a")];
    const [left, changed] = [one.next(30_000), two.next(30_000)];
    one.stop();
    assert.equal(await left, false);
    redis.emit("message", keys.changes("a"));
    assert.equal(await changed, true);
    two.stop();
    assert.equal(await two.next(30_000), false);
    assert.deepEqual(redis.sent, [subscribed("a"), unsubscribed("a")]);
  });

  it("tells all who wait for a subscription that Redis does not answer, as it tells of any command", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const redis = new FakeSubscriber();
    redis.answer = () => new Promise(() => undefined);
    const watch = new JobWatch(redis, keys);
    const waiting = Promise.allSettled([watch.watch("a"), watch.watch("a")]);
    t.mock.timers.tick(1_000);
    const refused = await waiting;
    for (const each of refused) assert.ok(each.status === "rejected" && isRedisUnavailable(each.reason));
    assert.deepEqual(redis.sent, [subscribed("a"), unsubscribed("a")]);
  });

  it("refuses at once while it is away, sends nothing, and unsubscribes after from what nobody watches any more", async () => {
    const redis = new FakeSubscriber();
    const watch = new JobWatch(redis, keys);
    const left = await watch.watch("left");
    const kept = await watch.watch("kept");
    redis.sent.length = 0;
    redis.emit("close");
    await assert.rejects(watch.watch("kept"), /^Error: Connection is closed\.$/);
    left.stop();
    left.stop();
    assert.deepEqual(redis.sent, []);
    redis.emit("ready");
    assert.deepEqual(redis.sent, [unsubscribed("left"), subscribed("kept")]);
    kept.stop();
    assert.equal(redis.sent.at(-1), unsubscribed("kept"));
    redis.emit("close");
    redis.emit("ready");
    assert.equal(redis.sent.length, 3, "there is nothing to subscribe to or to leave");
  });

  it("waits for a connection that was never there yet", async () => {
    const redis = new FakeSubscriber();
    redis.status = "connecting";
    const watch = new JobWatch(redis, keys);
    redis.emit("close"); // the first try failed
    await watch.watch("a");
    assert.deepEqual(redis.sent, [subscribed("a")]);
  });

  it("keeps nothing of refused requests, and tells of changes again, when Redis restarts", async () => {
    const dir = await mkdtemp(join(tmpdir(), "chain-test-"));
    let server = await startTestServer(dir);
    const redis = connectRedis(server.url, "subscriber", () => undefined);
    const watch = new JobWatch(redis, keys);
    const [left, kept] = [await watch.watch("left"), await watch.watch("kept")];
    const closed = once(redis, "close");
    await server.stop();
    await closed;
    for (let tries = 0; tries < 100; tries += 1) {
      await assert.rejects(watch.watch(`other-${tries}`), /Connection is closed/);
    }
    left.stop();
    assert.deepEqual(offline(redis), 0);
    server = await startTestServer(dir);
    assert.equal(await kept.next(30_000), true, "what was published meanwhile is lost");
    const other = connectRedis(server.url, "worker", () => undefined);
    await until("the subscriptions to be those that are wanted", async () => {
      const channels = (await other.pubsub("CHANNELS", "*")) as string[];
      return channels.join() === keys.changes("kept");
    });
    const changed = kept.next(30_000);
    await other.publish(keys.changes("kept"), "1");
    assert.equal(await changed, true);
    redis.disconnect();
    other.disconnect();
    await server.stop();
    await rm(dir, { recursive: true });
  });
});

/** How many commands ioredis keeps for later. */
function offline(redis: object): unknown {
  return "offlineQueue" in redis && (redis.offlineQueue as { length: number }).length;
}
