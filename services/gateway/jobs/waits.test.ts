import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { until } from "@guchi/chain/testing/until.ts";
import { startWalkGateway } from "./testing.ts";

describe("waiting jobs over HTTP", () => {
  let gateway: Awaited<ReturnType<typeof startWalkGateway>>;
  before(async () => {
    gateway = await startWalkGateway();
  });
  after(() => gateway.stop());

  const YES = { approved: true };
  const waiting = async () => {
    const id = await gateway.start({}, "ask");
    return gateway.inStatus(id, "waiting");
  };

  it("shows what it waits for and until when, and goes on with the event", async () => {
    const job = await waiting();
    assert.equal(job.waitingFor?.event, "approval");
    const hours = (Date.parse(job.waitingFor.until ?? "") - Date.now()) / 3_600_000;
    assert.ok(hours > 0.9 && hours <= 1);
    assert.deepEqual(
      job.stages.map(({ name, stage, status }) => [name, stage, status]),
      [
        ["approval", "wait", "waiting"],
        ["first", "first", "pending"],
      ],
    );
    const link = job.links["event"] ?? assert.fail("no link");
    const answer = await gateway.post(link, YES);
    assert.equal(answer.status, 202);
    assert.equal(answer.headers.get("location"), `/jobs/${job.id}`);
    const done = await gateway.inStatus(job.id, "completed");
    assert.equal(done.waitingFor, undefined);
    assert.equal(done.links["event"], undefined);
    assert.equal(done.stages[0]?.provider, undefined);
    const { body } = await gateway.json(`/jobs/${job.id}?history=true`);
    const events = (body["history"] as { event: string; until?: string }[]).map(({ event }) => event);
    assert.deepEqual(events.slice(0, 5), ["created", "waits", "status", "event", "completed"]);
  });

  it("tells each way in which an event is not taken", async () => {
    const { id } = await waiting();
    const send = (body: unknown, headers = {}) => gateway.post(`/jobs/${id}/events/approval`, body, headers);
    const wrong = await send({ approved: "yes", more: 1 });
    assert.equal(wrong.status, 422);
    assert.deepEqual((wrong.body["errors"] as { pointer: string }[]).map(({ pointer }) => pointer).toSorted(), [
      "/approved",
      "/more",
    ]);
    assert.equal((await send(undefined)).status, 422, "no body is an empty object");
    assert.equal((await gateway.post(`/jobs/${id}/events/First`, YES)).status, 404);
    assert.equal((await gateway.post(`/jobs/${id}/events/first`, YES)).status, 404);
    assert.equal((await gateway.post("/jobs/0199-none/events/approval", YES)).status, 404);
    assert.equal((await gateway.post(`/jobs/${id}/events/approval?x=1`, YES)).status, 400);
    const key = { "idempotency-key": "the one" };
    assert.equal((await send(YES, key)).status, 202);
    assert.equal((await send(YES, key)).status, 202, "a repetition");
    await gateway.inStatus(id, "completed");
    assert.equal((await send(YES, key)).status, 202, "a repetition, late");
    const other = await send(YES, { "idempotency-key": "another" });
    assert.equal(other.status, 409);
    assert.equal(other.headers.get("content-type"), "application/problem+json");
    assert.equal((await send(YES)).status, 409);
    assert.equal((await gateway.call(`/jobs/${id}`, { method: "DELETE" })).status, 204);
    assert.equal((await send(YES, key)).status, 410);
  });

  it("keeps what comes early, and refuses what comes after the end", async () => {
    const start = { pipeline: "ask", input: {}, delaySeconds: 3_600 };
    const id = String((await gateway.post("/jobs", start)).body["id"]);
    assert.equal((await gateway.post(`/jobs/${id}/events/approval`, YES)).status, 202);
    assert.equal((await gateway.post(`/jobs/${id}/cancel`)).status, 202);
    const canceled = await waiting();
    await gateway.post(`/jobs/${canceled.id}/cancel`);
    assert.equal((await gateway.post(`/jobs/${canceled.id}/events/approval`, YES)).status, 409);
  });

  it("starts a job at its time, and waits until then", async () => {
    const startAt = new Date(Date.now() + 700).toISOString();
    const started = await gateway.post("/jobs", { pipeline: "stroll", input: {}, startAt });
    assert.equal(started.status, 202);
    assert.deepEqual(started.body["waitingFor"], { until: startAt });
    assert.equal(started.body["status"], "waiting");
    const id = String(started.body["id"]);
    await until("its start", async () => {
      await gateway.waker.pass();
      return (await gateway.get(id)).status === "completed";
    });
    assert.ok(Date.now() >= Date.parse(startAt));
    const past = await gateway.post("/jobs", { pipeline: "stroll", input: {}, startAt: "2020-01-01T00:00:00Z" });
    await gateway.inStatus(String(past.body["id"]), "completed");
  });

  it("refuses a start that is none", async () => {
    const bad = [
      { startAt: "tomorrow" },
      { startAt: "2027-02-30T00:00:00Z" },
      { startAt: "2999-01-01T00:00:00Z" },
      { delaySeconds: -1 },
      { delaySeconds: 1.5 },
      { delaySeconds: 1e9 },
      { delaySeconds: 5, startAt: "2027-01-01T00:00:00Z" },
    ];
    for (const more of bad) {
      const { status } = await gateway.post("/jobs", { pipeline: "stroll", input: {}, ...more });
      assert.equal(status, 400, JSON.stringify(more));
    }
  });

  it("shows how far a map has come, in the job and its steps", async () => {
    gateway.gate.shut();
    const id = await gateway.start({ items: [{}, { hold: true }, {}] }, "each");
    const half = await until("two of three", async () => {
      const job = await gateway.get(id);
      return job.progress?.done === 2 && job;
    });
    assert.deepEqual(half.progress, { step: "all", done: 2, total: 3 });
    assert.equal(half.stages[0]?.status, "running");
    gateway.gate.open();
    const done = await gateway.inStatus(id, "completed");
    assert.equal(done.progress, undefined);
    assert.deepEqual(done.output, [{ there: true }, { there: true }, { there: true }]);
  });

  it("shows what a stage tells of its progress, in the job and as an event", async () => {
    gateway.gate.shut();
    const id = await gateway.start({ hold: true, tell: { done: 2, total: 5, phase: "mixing" } });
    const told = { step: "second", done: 2, total: 5, phase: "mixing" };
    const job = await until("the progress", async () => (await gateway.get(id)).progress);
    assert.deepEqual(job, told);
    const stream = await gateway.call(`/jobs/${id}/events`);
    gateway.gate.open();
    const text = await stream.text();
    assert.ok(text.includes(`event: progress\ndata: `), text);
    const [, data = ""] = /event: progress\ndata: (.*)\n/.exec(text) ?? [];
    assert.deepEqual(JSON.parse(data), told);
    assert.equal((await gateway.inStatus(id, "completed")).progress, undefined);
  });

  it("lists waiting jobs", async () => {
    const { id } = await waiting();
    const { body } = await gateway.json("/jobs?status=waiting&pipeline=ask");
    assert.ok((body["jobs"] as { id: string }[]).some((job) => job.id === id));
  });
});
