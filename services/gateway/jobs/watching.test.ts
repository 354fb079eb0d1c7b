import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import type { Socket } from "node:net";
import { after, before, describe, it } from "node:test";
import { JobClient } from "@guchi/chain/client.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { until } from "@guchi/chain/testing/until.ts";
import Fastify from "fastify";
import { abortedWith } from "./aborted.ts";
import { startWalkGateway } from "./testing.ts";

describe("watching a job over HTTP", () => {
  let gateway: Awaited<ReturnType<typeof startWalkGateway>>;
  before(async () => {
    gateway = await startWalkGateway();
  });
  after(() => gateway.stop());

  /** Waits until Redis has so many subscriptions to the job's changes. */
  const subscriptions = (id: string, wanted: number) =>
    until(
      `${wanted} subscriptions`,
      async () => {
        const [, count] = (await gateway.queues.redis.pubsub("NUMSUB", keys.changes(id))) as [string, number];
        return count === wanted;
      },
      5_000,
    );
  const underWay = async () => {
    gateway.gate.shut();
    const before = gateway.gate.arrivals;
    const id = await gateway.start({ hold: true });
    await until("the second stage to be under way", () => gateway.gate.arrivals > before);
    await until("the record to tell of it", async () => (await gateway.get(id)).stages[1]?.status === "running");
    return id;
  };

  it("?wait answers at the change, not before and not at the time-out", async () => {
    const id = await underWay();
    const waiting = gateway.json(`/jobs/${id}?wait=30`);
    const early = await Promise.race([
      waiting.then(() => "answered"),
      new Promise((resolve) => setTimeout(resolve, 300, "waits")),
    ]);
    assert.equal(early, "waits");
    gateway.gate.open();
    const { status, body } = await waiting;
    assert.equal(status, 200);
    assert.equal(body["status"], "completed");
  });

  it("?wait answers with the state as it is when the time is over", async () => {
    const id = await underWay();
    const { status, headers, body } = await gateway.json(`/jobs/${id}?wait=1`);
    assert.equal(status, 202);
    assert.equal(body["status"], "running");
    assert.ok(headers.has("retry-after"));
    gateway.gate.open();
    await gateway.inStatus(id, "completed");
    assert.equal((await gateway.json(`/jobs/${id}?wait=30`)).status, 200, "a finished job is told at once");
  });

  it("?wait looks once more when the time is over: a change may not have been told", async () => {
    const id = await underWay();
    const waiting = gateway.json(`/jobs/${id}?wait=1`);
    await subscriptions(id, 1);
    await new Promise((resolve) => setTimeout(resolve, 200)); // its first look is behind it
    const updatedAt = Date.now() + 5_000;
    await gateway.queues.redis.hset(keys.job(id), { updatedAt });
    assert.equal(Date.parse(String((await waiting).body["updatedAt"])), updatedAt);
    gateway.gate.open();
    await gateway.inStatus(id, "completed");
  });

  it("sends 304 without a body and without headers of one", async () => {
    const id = await gateway.start({});
    await gateway.inStatus(id, "completed");
    const tag = (await gateway.call(`/jobs/${id}`)).headers.get("etag") ?? "";
    const { status, headers } = await gateway.call(`/jobs/${id}`, { headers: { "if-none-match": tag } });
    assert.deepEqual([status, headers.get("etag")], [304, tag]);
    assert.deepEqual([headers.get("content-type"), headers.get("content-length")], [null, null]);
  });

  it("?wait with If-None-Match answers at once when the state is another one already", async () => {
    const id = await underWay();
    const known = await gateway.call(`/jobs/${id}`);
    const tag = known.headers.get("etag") ?? "";
    assert.equal((await gateway.call(`/jobs/${id}`, { headers: { "if-none-match": tag } })).status, 304);
    assert.equal((await gateway.call(`/jobs/${id}?wait=1`, { headers: { "if-none-match": tag } })).status, 304);
    gateway.gate.open();
    await gateway.inStatus(id, "completed");
    const news = await gateway.call(`/jobs/${id}?wait=30`, { headers: { "if-none-match": `W/"x", ${tag}` } });
    assert.equal(news.status, 200);
    assert.notEqual(news.headers.get("etag"), tag);
  });

  it("refuses a wait that is no number of seconds or too long", async () => {
    for (const wait of ["-1", "x", "56"]) {
      assert.equal((await gateway.call(`/jobs/none?wait=${wait}`)).status, 400, wait);
    }
  });

  it("streams every change as it happens and ends with the job", async () => {
    const id = await underWay();
    const stream = gateway.call(`/jobs/${id}/events`);
    const response = await stream;
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    gateway.gate.open();
    const events = parseEvents(await response.text());
    const told = events.map(({ event, data }) =>
      event === "step" ? `${String(data["event"])} ${String(data["step"])}` : `${event} ${String(data["status"])}`,
    );
    assert.deepEqual(told, [
      "status pending",
      "status running",
      "began first",
      "completed first",
      "began second",
      "completed second",
      "status completed",
      "end completed",
    ]);
    assert.deepEqual(
      events.map(({ id: number }) => number),
      ["1", "2", "3", "4", "5", "6", "7", "7.end"],
    );
    const began = events[2]?.data;
    assert.equal(began?.["worker"], "test-worker");
    assert.equal(typeof began?.["queueMs"], "number");
    assert.equal(typeof events[3]?.data["workMs"], "number");
    assert.equal(events[3]?.data["provider"], "feet");
  });

  it("goes on behind Last-Event-ID, and answers 204 when all was seen", async () => {
    const id = await gateway.start({});
    await gateway.inStatus(id, "completed");
    const resume = (last: string) => gateway.call(`/jobs/${id}/events`, { headers: { "last-event-id": last } });
    const rest = parseEvents(await (await resume("5")).text());
    assert.deepEqual(
      rest.map(({ id: number }) => number),
      ["6", "7", "7.end"],
    );
    const end = parseEvents(await (await resume("7")).text());
    assert.deepEqual(
      end.map(({ event }) => event),
      ["end"],
    );
    assert.equal((await resume("7.end")).status, 204);
    assert.equal((await resume("nonsense")).status, 400);
    assert.equal((await resume("8")).status, 400, "more than there is");
    assert.equal((await gateway.call("/jobs/none/events")).status, 404);
  });

  it("goes on with a job that is rewound between the look at it and the one at its history", async () => {
    let rewound = false;
    class Rewinding extends JobClient {
      override async history(job: string, from?: number) {
        if (!rewound) assert.equal((await gateway.client.rewind(job)).ok, true);
        rewound = true;
        return super.history(job, from);
      }
    }
    const other = await gateway.build({ client: new Rewinding(gateway) });
    await other.listen({ port: 0, host: "127.0.0.1" });
    gateway.state.failing = true;
    gateway.gate.open();
    const id = await gateway.start({ hold: true, fail: true });
    await gateway.inStatus(id, "failed");
    gateway.gate.shut();
    gateway.state.failing = false;
    const response = await fetch(`${other.listeningOrigin}/jobs/${id}/events`);
    await gateway.inStatus(id, "running");
    gateway.gate.open();
    const ends = parseEvents(await response.text()).filter(({ event }) => event === "end");
    assert.deepEqual(
      ends.map(({ data }) => data["status"]),
      ["completed"],
    );
    await other.close();
  });

  it("leaves no subscription behind when the client goes before the stream begins", async () => {
    const id = await underWay();
    const [asked, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    class Slow extends JobClient {
      override async find(job: string) {
        asked.resolve();
        await answered.promise;
        return super.find(job);
      }
    }
    const other = await gateway.build({ client: new Slow(gateway) });
    await other.listen({ port: 0, host: "127.0.0.1" });
    const connected = once(other.server, "connection") as Promise<[Socket]>;
    const client = request(`${other.listeningOrigin}/jobs/${id}/events`).on("error", () => undefined);
    client.end();
    await asked.promise;
    await subscriptions(id, 1);
    const [socket] = await connected;
    const closed = new Promise((resolve) => socket.once("close", resolve));
    client.destroy();
    await closed;
    answered.resolve();
    await subscriptions(id, 0);
    await other.close();
    gateway.gate.open();
  });

  it("knows of a client that has left before anybody asks", async () => {
    const app = Fastify();
    app.get("/", async (_request, reply) => {
      reply.raw.destroy();
      const { signal } = abortedWith(reply);
      reply.hijack();
      aborted.resolve(signal.aborted);
    });
    const aborted = Promise.withResolvers<boolean>();
    await app.listen({ port: 0, host: "127.0.0.1" });
    await assert.rejects(fetch(app.listeningOrigin));
    assert.equal(await aborted.promise, true);
    await app.close();
  });

  it("tells the end of a purged job", async () => {
    const id = await underWay();
    const response = await gateway.call(`/jobs/${id}/events`);
    await gateway.call(`/jobs/${id}`, { method: "DELETE" });
    const last = parseEvents(await response.text()).at(-1);
    assert.equal(last?.event, "end");
    assert.equal(last?.data["status"], "purged");
    gateway.gate.open();
  });

  it("holds one Redis connection however many wait", async () => {
    const id = await underWay();
    const clients = async () => String(await gateway.queues.redis.client("LIST")).split("\n").length;
    const before = await clients();
    const waiting = Array.from({ length: 200 }, () => gateway.call(`/jobs/${id}?wait=30`));
    await until("one subscription", async () => {
      const [, count] = (await gateway.queues.redis.pubsub("NUMSUB", keys.changes(id))) as [string, number];
      return count === 1;
    });
    assert.equal(await clients(), before);
    gateway.gate.open();
    const answers = await Promise.all(waiting);
    assert.ok(answers.every(({ status }) => status === 200));
    await until("no subscription", async () => {
      const [, count] = (await gateway.queues.redis.pubsub("NUMSUB", keys.changes(id))) as [string, number];
      return count === 0;
    });
  });

  it("lets go of whoever waits when the gateway stops", async () => {
    const id = await underWay();
    const other = await gateway.build();
    await other.listen({ port: 0, host: "127.0.0.1" });
    const stream = fetch(`${other.listeningOrigin}/jobs/${id}/events`).then((response) => response.text());
    const wait = fetch(`${other.listeningOrigin}/jobs/${id}?wait=55`);
    await until("both to wait", async () => {
      const [, count] = (await gateway.queues.redis.pubsub("NUMSUB", keys.changes(id))) as [string, number];
      return count > 0;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const startedAt = performance.now();
    await other.close();
    assert.ok(performance.now() - startedAt < 2_000);
    assert.equal((await wait).status, 202);
    assert.ok(!(await stream).includes("event: end"), "the client comes again");
    gateway.gate.open();
  });
});

function parseEvents(text: string): { event: string; id: string; data: Record<string, unknown> }[] {
  return text
    .split("\n\n")
    .map((block) =>
      Object.fromEntries(
        block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
      ),
    )
    .filter((fields) => "event" in fields)
    .map((fields) => ({
      event: String(fields["event"]),
      id: String(fields["id"]),
      data: JSON.parse(String(fields["data"])) as Record<string, unknown>,
    }));
}
