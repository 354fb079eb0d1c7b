import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { JobIndex } from "@guchi/chain/job/job-index.ts";
import { JobSummaries } from "@guchi/chain/job/summaries.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { GuchiClient } from "@guchi/client/client.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { startWalkGateway } from "../jobs/testing.ts";
import { createBulkStage } from "./stage.ts";

type Gateway = Awaited<ReturnType<typeof startWalkGateway>>;

function workOnBulk(
  gateway: Gateway,
  admission = { admit: async <T>(_: unknown, start: () => Promise<T>) => start() },
) {
  const { redis } = gateway.queues;
  const deps = { ...gateway, redis, index: new JobIndex(redis, keys), summaries: new JobSummaries(redis, keys) };
  gateway.work(createBulkStage({ ...deps, admission }));
}

async function many(count: number, make: () => Promise<string>): Promise<readonly string[]> {
  return Promise.all(Array.from({ length: count }, make));
}

describe("actions on many jobs", () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await startWalkGateway();
    workOnBulk(gateway);
  });
  after(() => gateway.stop());

  const ask = (body: object, headers = {}) => gateway.post("/jobs/actions", body, headers);
  const count = async (body: object) => (await ask({ ...body, dryRun: true })).body;
  const ended = async (body: object) => {
    const asked = await ask(body);
    assert.equal(asked.status, 202);
    const id = String(asked.body["id"]);
    assert.equal(asked.headers.get("location"), `/jobs/${id}`);
    assert.equal(asked.body["pipeline"], "bulk");
    return gateway.inStatus(id, "completed");
  };

  it("counts in a dry run, then acts on the jobs that fit and no others, by status, step, code and time", async () => {
    const failed = await many(25, () => gateway.start({ fail: true }));
    await Promise.all(failed.map((id) => gateway.inStatus(id, "failed")));
    const well = await gateway.start({});
    await gateway.inStatus(well, "completed");
    const filter = { status: "failed", pipeline: "walk", step: "second", code: "provider_refused" };
    assert.deepEqual(await count({ action: "rewind", filter }), { count: 25 });
    assert.deepEqual(await count({ action: "rewind", filter: {} }), { count: 25 });
    assert.deepEqual(await count({ action: "rewind", filter: { ...filter, step: "first" } }), { count: 0 });
    assert.deepEqual(await count({ action: "rewind", filter: { ...filter, code: "internal" } }), { count: 0 });
    assert.deepEqual(await count({ action: "rewind", filter: { ...filter, to: "2026-01-01T00:00:00Z" } }), {
      count: 0,
    });
    assert.deepEqual(await count({ action: "purge", filter: { status: ["completed", "canceled"] } }), { count: 1 });
    assert.deepEqual(await count({ action: "cancel", filter: { status: "failed,completed" } }), { count: 0 });
    gateway.state.failing = false;
    const runs = gateway.state.runs.second;
    const { output } = await ended({ action: "rewind", filter });
    assert.deepEqual(output, { done: 25, refused: 0 });
    await Promise.all(failed.map((id) => gateway.inStatus(id, "completed")));
    assert.equal(gateway.state.runs.second - runs, 25);
    gateway.state.failing = true;
  });

  it("restarts each once, cancels what is under way, and purges; its progress counts them", async () => {
    const before = (await gateway.json("/jobs?status=completed,failed&limit=100")).body["jobs"] as unknown[];
    assert.equal(before.length, 26);
    assert.deepEqual((await ended({ action: "restart", filter: { status: "completed", pipeline: "walk" } })).output, {
      done: 26,
      refused: 0,
    });
    const held = await many(12, () => gateway.start({ hold: true }));
    await until("some to be held", () => gateway.gate.arrivals > 0);
    const asked = await ask({ action: "cancel", filter: { status: "pending,running" } });
    const end = await gateway.inStatus(String(asked.body["id"]), "completed");
    assert.deepEqual(end.output, { done: 12, refused: 0 });
    for (const id of held) assert.equal((await gateway.get(id)).status, "canceled");
    const all = await count({ action: "purge", filter: {} });
    assert.ok(Number(all["count"]) >= 26 + 26 + 12);
    await ended({ action: "purge", filter: {} });
    assert.deepEqual((await gateway.json("/jobs")).body, { jobs: [] });
  });

  it("is the same job for the same key, and refuses what it does not know", async () => {
    const body = { action: "cancel", filter: { pipeline: "walk" } } as const;
    const [one, two] = await Promise.all([
      ask(body, { "idempotency-key": "k" }),
      ask(body, { "idempotency-key": "k" }),
    ]);
    assert.equal(one.body["id"], two.body["id"]);
    const client = new GuchiClient({ url: gateway.base });
    const [three, four] = [0, 1].map(() => client.actOnAll("cancel", body.filter, { idempotencyKey: "k2" }));
    assert.equal((await three)?.id, (await four)?.id);
    assert.equal(await client.countForAll("cancel", body.filter), 0);
    const refused = [
      { action: "suspend", filter: {} },
      { action: "cancel" },
      { action: "cancel", filter: { pipeline: "none" } },
      { action: "cancel", filter: { status: "odd" } },
      { action: "cancel", filter: { from: "yesterday" } },
      { action: "cancel", filter: { user: "x" } },
    ];
    for (const each of refused) assert.equal((await ask(each)).status, 400, JSON.stringify(each));
    assert.equal((await gateway.post("/jobs", { pipeline: "bulk", input: body })).status, 400);
  });
});

describe("a bulk action whose process dies", () => {
  it("goes on where it was, and acts on each job once in effect", async () => {
    const gateway = await startWalkGateway();
    const failed = await many(25, () => gateway.start({ fail: true }));
    await Promise.all(failed.map((id) => gateway.inStatus(id, "failed")));
    const asked = await gateway.post("/jobs/actions", { action: "rewind", filter: { status: "failed" } });
    const id = String(asked.body["id"]);
    const runs = gateway.state.runs.second;
    const child = fork(new URL("testing/dying-worker.ts", import.meta.url), [gateway.redis.url], {
      env: { ...process.env, FAULT_POINT: "bulk.acted" },
      execArgv: ["--import", import.meta.resolve("@guchi/chain/testing/fault-hook.ts")],
    });
    const [, signal] = await once(child, "exit");
    assert.equal(signal, "SIGKILL");
    await until("those to fail again", () => gateway.state.runs.second - runs === 10);
    workOnBulk(gateway);
    // As BullMQ does when the dead process' lock has run out.
    const queue = gateway.queues.get("bulk");
    await gateway.queues.redis.del(`${queue.toKey(`${id}.bulk`)}:lock`);
    await queue.remove(`${id}.bulk`);
    await gateway.queues.add({ id, pipeline: "bulk" }, { name: "bulk", stage: "bulk" });
    const { output } = await gateway.inStatus(id, "completed");
    assert.deepEqual(output, { done: 25, refused: 0 });
    await Promise.all(failed.map((job) => gateway.inStatus(job, "failed")));
    assert.equal(gateway.state.runs.second - runs, 25);
    await gateway.stop();
  });
});
