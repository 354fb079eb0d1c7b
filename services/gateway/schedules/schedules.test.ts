import { keysOf } from "../testing.ts";
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ScheduleView } from "@guchi/contracts/schedule.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { startWalkGateway } from "../jobs/testing.ts";

const MORNING = { pipeline: "walk", input: { to: "work" }, cron: "0 7 * * *", timeZone: "Asia/Tokyo" };

describe("/schedules", { timeout: 60_000 }, () => {
  let gateway: Awaited<ReturnType<typeof startWalkGateway>>;
  before(async () => {
    gateway = await startWalkGateway({ callbacks: { secret: Buffer.alloc(24), allowPrivate: true } });
  });
  after(() => gateway.stop());

  const put = (name: string, body: object) =>
    gateway.json(`/schedules/${name}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  it("keeps a schedule, shows it, replaces it and erases it", async () => {
    const callbackUrl = "http://127.0.0.1:1/there";
    const made = await put("morning", { ...MORNING, callbackUrl });
    assert.equal(made.status, 201);
    assert.equal(made.headers.get("location"), "/schedules/morning");
    const { nextAt = "", ...shown } = parseAs(ScheduleView, made.body);
    const links = { self: "/schedules/morning", run: "/schedules/morning/run" };
    const asGiven = { name: "morning", ...MORNING, callbackUrl, overlap: "skip", missed: "skip", paused: false, links };
    assert.deepEqual(shown, asGiven);
    assert.match(nextAt, /T22:00:00\.000Z$/);
    assert.ok(Date.parse(nextAt) > Date.now());

    const { links: _, name: __, ...given } = shown;
    const paused = await put("morning", { ...given, paused: true });
    assert.equal(paused.status, 200);
    assert.equal(paused.body["nextAt"], undefined);
    assert.deepEqual((await gateway.json("/schedules/morning")).body, { ...asGiven, paused: true });
    assert.deepEqual((await gateway.json("/schedules")).body, { schedules: [{ ...asGiven, paused: true }] });

    assert.equal((await gateway.call("/schedules/morning", { method: "DELETE" })).status, 204);
    assert.equal((await gateway.json("/schedules/morning", { method: "DELETE" })).status, 404);
    assert.equal((await gateway.json("/schedules/morning")).status, 404);
    const redis = gateway.queues.redis;
    for (const key of [keys.schedules, keys.scheduleStarts]) assert.equal(await redis.exists(key), 0);
  });

  it("starts a job by hand, once for each key, also while it is paused", async () => {
    await put("by-hand", { ...MORNING, paused: true });
    const run = (key: string) => gateway.post("/schedules/by-hand/run", undefined, { "idempotency-key": key });
    const first = await run("a");
    assert.equal(first.status, 202);
    assert.equal(first.headers.get("location"), `/jobs/${String(first.body["id"])}`);
    assert.deepEqual(first.body["input"], MORNING.input);
    assert.equal((await run("a")).body["id"], first.body["id"]);
    const second = await run("b");
    assert.notEqual(second.body["id"], first.body["id"]);
    const { lastAt = "", lastJob } = parseAs(ScheduleView, (await gateway.json("/schedules/by-hand")).body);
    assert.equal(lastJob, second.body["id"]);
    assert.ok(Math.abs(Date.parse(lastAt) - Date.now()) < 30_000);
    assert.equal((await gateway.post("/schedules/no-such/run")).status, 404);
  });

  it("refuses what could never start a job", async () => {
    const refused: readonly (readonly [pointer: string | undefined, body: object, name?: string])[] = [
      ["/cron", { ...MORNING, cron: "61 * * * *" }],
      ["/timeZone", { ...MORNING, timeZone: "Asia/Nowhere" }],
      ["/endAt", { ...MORNING, startAt: "2027-01-02T00:00:00Z", endAt: "2027-01-01T00:00:00Z" }],
      ["/startAt", { ...MORNING, startAt: "tomorrow" }],
      ["/overlap", { ...MORNING, overlap: "queue" }],
      ["/missed", { ...MORNING, missed: "all" }],
      ["/pipeline", { ...MORNING, pipeline: "no-such" }],
      ["/pipeline", { ...MORNING, pipeline: "callback" }],
      ["/input", { ...MORNING, input: "a text" }],
      ["/input/line", { ...MORNING, input: { line: {} } }],
      ["/callbackUrl", { ...MORNING, callbackUrl: "ftp://x.example/" }],
      [undefined, { ...MORNING, every: "day" }],
      ["/name", MORNING, "%2A"],
    ];
    for (const [pointer, body, name = "bad"] of refused) {
      const { status, body: problem } = await put(name, body);
      assert.equal(status, 400, JSON.stringify(body));
      const [error] = (problem["errors"] ?? []) as { pointer: string }[];
      if (pointer !== undefined) assert.equal(error?.pointer, pointer);
    }
    assert.equal((await gateway.json("/schedules/bad")).status, 404);
  });

  it("is for those who may call /jobs", async () => {
    const app = await gateway.build({
      access: { apiKeys: keysOf("a-key-of-16-chars"), rateLimit: { jobs: 9, seconds: 1 } },
    });
    for (const [method, url] of [
      ["GET", "/schedules"],
      ["PUT", "/schedules/x"],
      ["DELETE", "/schedules/x"],
      ["POST", "/schedules/x/run"],
    ] as const) {
      assert.equal((await app.inject({ method, url })).statusCode, 401);
    }
    const headers = { authorization: "Bearer a-key-of-16-chars" };
    assert.equal((await app.inject({ method: "GET", url: "/schedules", headers })).statusCode, 200);
    await app.close();
  });
});
