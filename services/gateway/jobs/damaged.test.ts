import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { JobView } from "@guchi/contracts/job.ts";
import { sealing } from "@guchi/chain/crypto/cipher.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { pino } from "pino";
import { startWalkGateway } from "./testing.ts";

const EPOCH = new Date(0).toISOString();
const SECRET = "a-word-of-the-record";

describe("a job whose record is damaged", () => {
  let gateway: Awaited<ReturnType<typeof startWalkGateway>>;
  const logged: string[] = [];
  before(async () => {
    const log = pino({ level: "warn" }, { write: (line) => void logged.push(line) });
    gateway = await startWalkGateway({ log });
  });
  after(() => gateway.stop());

  const completed = async () => {
    const id = await gateway.start({ word: SECRET });
    await gateway.inStatus(id, "completed");
    return id;
  };
  const set = (id: string, fields: Record<string, string>) => gateway.queues.redis.hset(keys.job(id), fields);
  const unset = (id: string, ...fields: string[]) => gateway.queues.redis.hdel(keys.job(id), ...fields);
  /** Each breaks a record in another way. */
  const damages: Record<string, (id: string) => Promise<unknown>> = {
    "an unknown version": (id) => set(id, { v: "0" }),
    "no version": (id) => unset(id, "v"),
    "the version of 0.1": (id) => set(id, { v: "1" }),
    "no layout": (id) => unset(id, "layout"),
    "an unknown status": (id) => set(id, { status: SECRET }),
    "an input that is no JSON": (id) => set(id, { input: `{${SECRET}` }),
    "an input that is sealed": (id) => set(id, { input: `sealed1:${SECRET}` }),
    "no input": (id) => unset(id, "input"),
    "no pipeline": (id) => unset(id, "pipeline"),
    "a time that is none": (id) => set(id, { createdAt: SECRET, updatedAt: "-5" }),
    "a result that is no JSON": (id) => set(id, { "r:second": `{${SECRET}` }),
    "a failure that is none": (id) => set(id, { "e:first": `{"code":5,"message":"${SECRET}"}` }),
    "milestones that are none": (id) => set(id, { "m:first": SECRET }),
  };
  const shown = async (path: string) => {
    const { status, body } = await gateway.json(path);
    assert.equal(status, 200, path);
    const job = parseAs(JobView, body);
    assert.equal(job.status, "failed");
    assert.deepEqual({ step: job.error?.step, code: job.error?.code }, { step: "", code: "damaged_record" });
    assert.match(job.error?.message ?? "", /DELETE/);
    assert.deepEqual([job.input, job.stages, job.warnings, job.output], [{}, [], [], undefined]);
    assert.ok(!JSON.stringify(job).includes(SECRET));
    return job;
  };

  for (const [what, damage] of Object.entries(damages)) {
    it(`${what}: it is shown as failed, steered nowhere, left out of the list, and purged`, async () => {
      const id = await completed();
      await damage(id);
      const job = await shown(`/jobs/${id}`);
      assert.deepEqual(Object.keys(job.links).toSorted(), ["events", "history", "self"]);
      assert.deepEqual(await shown(`/jobs/${id}?wait=30`), job);
      const { history = [] } = await shown(`/jobs/${id}?history=true`);
      assert.ok(history.length > 0, "what happened can still be read");
      const events = await gateway.call(`/jobs/${id}/events`);
      const [end = ""] = (await events.text()).trimEnd().split("\n\n").slice(-1);
      assert.match(end, /^event: end\nid: \d+\.end\n/);
      assert.match(end, /"status":"failed".*"code":"damaged_record"/);
      const last = /^id: (.*)$/m.exec(end)?.[1] ?? "";
      const again = await gateway.call(`/jobs/${id}/events`, { headers: { "last-event-id": last } });
      assert.equal(again.status, 204, "an EventSource comes no more");
      for (const action of ["cancel", "suspend", "resume", "rewind", "restart"]) {
        const { status, body } = await gateway.post(`/jobs/${id}/${action}`);
        assert.equal(status, 409, action);
        assert.match(String(body["detail"]), /DELETE/);
      }
      const { status, body } = await gateway.json("/jobs?limit=100");
      assert.equal(status, 200);
      assert.ok(!JSON.stringify(body).includes(id));
      assert.equal((await gateway.call(`/jobs/${id}`, { method: "DELETE" })).status, 204);
      assert.equal((await gateway.call(`/jobs/${id}`)).status, 410);
    });
  }

  it("tells its pipeline and its times as far as the record does", async () => {
    const id = await completed();
    const { createdAt, updatedAt } = await gateway.get(id);
    await set(id, { v: "0" });
    const job = await shown(`/jobs/${id}`);
    assert.deepEqual([job.pipeline, job.createdAt, job.updatedAt], ["walk", createdAt, updatedAt]);
    await set(id, { pipeline: SECRET, createdAt: "1.5", updatedAt: "9007199254740991" });
    const less = await shown(`/jobs/${id}`);
    assert.deepEqual([less.pipeline, less.createdAt, less.updatedAt], ["unknown", EPOCH, EPOCH]);
  });

  it("is not damaged when a newer version recorded it: another gateway can tell", async () => {
    const id = await completed();
    await set(id, { v: "3" });
    for (const path of ["", "?wait=1", "/events"]) {
      const answer = await gateway.call(`/jobs/${id}${path}`);
      assert.deepEqual([answer.status, answer.headers.get("retry-after")], [503, "2"], path);
      await answer.text();
    }
    assert.equal((await gateway.post(`/jobs/${id}/cancel`)).status, 503);
  });

  it("is not damaged when another DATA_KEY opens it: a process that has it can tell", async () => {
    const id = await completed();
    const theirs = sealing([Buffer.alloc(32, 1)]);
    await set(id, { input: theirs.seal("{}", `${id}/input`) });
    for (const path of ["", "?wait=1", "/events"]) {
      const answer = await gateway.call(`/jobs/${id}${path}`);
      assert.deepEqual([answer.status, answer.headers.get("retry-after")], [503, "2"], path);
      assert.match(await answer.text(), /DATA_KEY that this gateway lacks/);
    }
    assert.equal((await gateway.post(`/jobs/${id}/cancel`)).status, 503);
  });

  it("is not lost when its pipeline is not loaded: it waits for the extension that brings it", async () => {
    const id = await completed();
    await set(id, { pipeline: "of-an-extension" });
    for (const path of ["", "?wait=1", "/events"]) {
      const answer = await gateway.call(`/jobs/${id}${path}`);
      assert.deepEqual([answer.status, answer.headers.get("retry-after")], [503, "30"], path);
      assert.match(await answer.text(), /\\"of-an-extension\\" of this job is not loaded: EXTENSIONS/);
    }
    assert.equal((await gateway.post(`/jobs/${id}/cancel`)).status, 503);
    await set(id, { pipeline: "walk" });
    assert.equal((await gateway.get(id)).status, "completed");
  });

  it("lets go of who waits and of who watches", async () => {
    gateway.gate.shut();
    const id = await gateway.start({ hold: true });
    await until("the second stage", async () => (await gateway.get(id)).stages[1]?.status === "running");
    const events = gateway.call(`/jobs/${id}/events`).then((response) => response.text());
    const waiting = shown(`/jobs/${id}?wait=30`);
    const { redis } = gateway.queues;
    await until("both to wait", async () => {
      const [, count] = (await redis.pubsub("NUMSUB", keys.changes(id))) as [string, number];
      return count > 0;
    });
    await until("the stream to begin", async () => (await gateway.get(id)).status === "running");
    await set(id, { "m:first": SECRET });
    const told = setInterval(() => void redis.publish(keys.changes(id), "0"), 50);
    const [job, text] = await Promise.all([waiting, events]);
    clearInterval(told);
    assert.equal(job.pipeline, "walk");
    assert.match(text, /event: end\n.*\ndata: .*"code":"damaged_record"/);
    gateway.gate.open();
  });

  it("its Idempotency-Key starts nothing, and is told what to do", async () => {
    for (const damage of Object.values(damages)) {
      const key = { "idempotency-key": `key-${Math.random()}` };
      const { body } = await gateway.post("/jobs", { pipeline: "walk", input: {} }, key);
      const id = String(body["id"]);
      await gateway.inStatus(id, "completed");
      await damage(id);
      const again = await gateway.post("/jobs", { pipeline: "walk", input: {} }, key);
      assert.equal(again.status, 409);
      assert.match(String(again.body["detail"]), /DELETE/);
    }
  });

  it("is logged once for each request, by its id, without a word of the record", async () => {
    const id = await completed();
    for (const damage of Object.values(damages)) await damage(id);
    for (const path of ["", "?wait=30", "?history=true", "/events"]) {
      logged.length = 0;
      await (await gateway.call(`/jobs/${id}${path}`)).text();
      assert.equal(logged.length, 1, path);
      const { level, job } = JSON.parse(logged[0] ?? "{}") as { level: number; job: string };
      assert.deepEqual([level, job], [40, id]);
      assert.ok(!logged.join("").includes(SECRET), "the field, not what it holds");
    }
    logged.length = 0;
    await gateway.post(`/jobs/${id}/cancel`);
    assert.equal(logged.length, 1);
    assert.ok(!logged.join("").includes(SECRET));
  });
});
