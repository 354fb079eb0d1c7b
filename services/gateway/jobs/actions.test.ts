import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { shardOf } from "@guchi/chain/redis/keys.ts";
import type { JobStatus } from "@guchi/chain/job/record.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { newMediaKey } from "@guchi/platform/media/store.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { startWalkGateway } from "./testing.ts";

type Gateway = Awaited<ReturnType<typeof startWalkGateway>>;

describe("steering a job over HTTP", () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await startWalkGateway();
  });
  after(() => gateway.stop());

  /** A job in the state, by the same doors that a client has. */
  const make: Record<JobStatus, () => Promise<string>> = {
    pending: async () => {
      await gateway.queues.get("first").pause();
      return gateway.start({});
    },
    running: async () => {
      const before = gateway.gate.arrivals;
      const id = await gateway.start({ hold: true });
      await gateway.inStatus(id, "running");
      await until("the second stage to be under way", () => gateway.gate.arrivals > before);
      return id;
    },
    waiting: async () => {
      const id = await gateway.start({}, "ask");
      await gateway.inStatus(id, "waiting");
      return id;
    },
    suspended: async () => {
      const id = await make.pending();
      assert.equal((await gateway.post(`/jobs/${id}/suspend`)).status, 202);
      return id;
    },
    completed: async () => {
      const id = await gateway.start({});
      await gateway.inStatus(id, "completed");
      return id;
    },
    failed: async () => {
      const id = await gateway.start({ fail: true });
      await gateway.inStatus(id, "failed");
      return id;
    },
    canceled: async () => {
      const id = await make.pending();
      await gateway.post(`/jobs/${id}/cancel`);
      return id;
    },
  };
  const table: Record<string, readonly [JobStatus, number][]> = {
    cancel: [
      ["pending", 202],
      ["running", 202],
      ["waiting", 202],
      ["suspended", 202],
      ["completed", 409],
      ["failed", 409],
      ["canceled", 409],
    ],
    suspend: [
      ["pending", 202],
      ["running", 202],
      ["waiting", 202],
      ["suspended", 409],
      ["completed", 409],
      ["failed", 409],
      ["canceled", 409],
    ],
    resume: [
      ["pending", 409],
      ["running", 409],
      ["waiting", 409],
      ["suspended", 202],
      ["completed", 409],
      ["failed", 409],
      ["canceled", 409],
    ],
    rewind: [
      ["pending", 409],
      ["running", 409],
      ["waiting", 409],
      ["suspended", 409],
      ["completed", 409],
      ["failed", 202],
      ["canceled", 409],
    ],
    restart: [
      ["pending", 409],
      ["running", 409],
      ["waiting", 409],
      ["suspended", 409],
      ["completed", 202],
      ["failed", 202],
      ["canceled", 202],
    ],
  };
  for (const [action, cells] of Object.entries(table)) {
    for (const [status, expected] of cells) {
      it(`${action} of a ${status} job: ${expected}`, async () => {
        gateway.gate.shut();
        gateway.state.failing = true;
        const id = await make[status]();
        const { links } = await gateway.get(id);
        assert.equal(action in links, expected === 202, "the links say what is allowed");
        const answer = await gateway.post(`/jobs/${id}/${action}`);
        assert.equal(answer.status, expected, JSON.stringify(answer.body));
        if (expected === 202) assert.match(answer.headers.get("location") ?? "", /^\/jobs\/[0-9a-f-]{36}$/);
        else assert.equal(answer.headers.get("content-type"), "application/problem+json");
        gateway.gate.open();
        await gateway.queues.get("first").resume();
      });
    }
  }
  for (const status of ["pending", "running", "waiting", "suspended", "completed", "failed", "canceled"] as const) {
    it(`purge of a ${status} job: 204, then 410 and nothing left of it`, async () => {
      gateway.gate.shut();
      const id = await make[status]();
      const key = newMediaKey(id, "image", "jpg");
      await gateway.media.put(key, Buffer.from("picture"));
      assert.equal((await gateway.call(`/jobs/${id}`, { method: "DELETE" })).status, 204);
      assert.equal((await gateway.call(`/jobs/${id}`)).status, 410);
      assert.equal((await gateway.call(`/jobs/${id}/events`)).status, 410);
      assert.equal((await gateway.post(`/jobs/${id}/cancel`)).status, 410);
      assert.equal((await gateway.call(`/jobs/${id}`, { method: "DELETE" })).status, 204);
      assert.equal(await gateway.media.info(key), undefined);
      await gateway.queues.get("first").resume();
      gateway.gate.open();
      const redis = gateway.queues.redis;
      await until("no trace but the mark", async () => {
        const left = (await redis.keys("*")).filter((name) => name.includes(id));
        return left.every((name) => name === keys.job(id));
      });
      assert.deepEqual(Object.keys(await redis.hgetall(keys.job(id))).toSorted(), ["status", "updatedAt", "v"]);
      assert.equal(await redis.zscore(keys.openOf(id), id), null);
      assert.equal(await redis.zscore(keys.due(shardOf(id)), id), null);
      const { body } = await gateway.json("/jobs?limit=100");
      assert.ok(!JSON.stringify(body).includes(id));
    });
  }

  it("takes an action and a purge that name a content type without content", async () => {
    await gateway.queues.get("first").pause();
    const id = await gateway.start({});
    const headers = { "content-type": "application/json" };
    const form = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "" };
    assert.equal((await gateway.call(`/jobs/${id}/suspend`, form)).status, 202);
    assert.equal((await gateway.call(`/jobs/${id}/cancel`, { method: "POST", headers })).status, 202);
    assert.equal((await gateway.call(`/jobs/${id}`, { method: "DELETE", headers })).status, 204);
    await gateway.queues.get("first").resume();
  });

  it("answers 404 for ids that never were", async () => {
    for (const action of Object.keys(table)) {
      assert.equal((await gateway.post(`/jobs/0199-none/${action}`)).status, 404, action);
    }
    assert.equal((await gateway.call("/jobs/0199-none", { method: "DELETE" })).status, 404);
  });

  it("cancel aborts the stage that runs, records nothing more, and leaves no queue entry", async () => {
    gateway.gate.shut();
    const id = await make.running();
    const canceled = await gateway.post(`/jobs/${id}/cancel`);
    assert.equal(canceled.body["status"], "canceled");
    const second = gateway.queues.get("second");
    await until("the stage to let go", async () => (await second.getActiveCount()) === 0);
    const job = await gateway.get(id);
    assert.equal(job.status, "canceled");
    assert.deepEqual(
      job.stages.map(({ status }) => status),
      ["completed", "skipped"],
    );
    assert.equal(await gateway.queues.redis.zscore(keys.openOf(id), id), null);
    assert.ok((await gateway.queues.redis.pttl(keys.job(id))) > 0, "it expires");
  });

  it("suspend lets the running stage end, parks the job before the next, and resume goes on without running it again", async () => {
    gateway.gate.shut();
    await gateway.queues.get("second").pause();
    const id = await gateway.start({});
    await until("the first stage", async () => (await gateway.get(id)).stages[0]?.status === "completed");
    const runs = { ...gateway.state.runs };
    assert.equal((await gateway.post(`/jobs/${id}/suspend`)).body["status"], "suspended");
    await gateway.queues.get("second").resume();
    assert.equal(await gateway.queues.get("second").getWaitingCount(), 0);
    assert.equal((await gateway.get(id)).status, "suspended");
    assert.equal((await gateway.post(`/jobs/${id}/resume`)).body["status"], "running");
    await gateway.inStatus(id, "completed");
    assert.equal(gateway.state.runs.first, runs.first, "what is done does not run again");
    assert.equal(gateway.state.runs.second, runs.second + 1);
  });

  it("suspend while the last stage runs lets it complete the job: there is no hand-off left to park at", async () => {
    gateway.gate.shut();
    const id = await make.running();
    await gateway.post(`/jobs/${id}/suspend`);
    gateway.gate.open();
    await gateway.inStatus(id, "completed");
  });

  it("rewind runs only the failed stage again, with all its attempts", async () => {
    gateway.state.failing = true;
    const id = await make.failed();
    const runs = { ...gateway.state.runs };
    gateway.state.failing = false;
    const rewound = await gateway.post(`/jobs/${id}/rewind`);
    assert.equal(rewound.status, 202);
    const job = await gateway.inStatus(id, "completed");
    assert.equal(job.error, undefined);
    assert.equal(gateway.state.runs.first, runs.first);
    assert.equal(gateway.state.runs.second, runs.second + 1);
    gateway.state.failing = true;
  });

  it("restart makes another job with the same input; the same Idempotency-Key makes one only", async () => {
    const id = await make.completed();
    const key = { "idempotency-key": "again" };
    const [one, two] = [
      await gateway.post(`/jobs/${id}/restart`, undefined, key),
      await gateway.post(`/jobs/${id}/restart`, undefined, key),
    ];
    assert.notEqual(one.body["id"], id);
    assert.equal(one.body["id"], two.body["id"]);
    await gateway.inStatus(String(one.body["id"]), "completed");
  });

  it("a restart that was sent before is answered while no more jobs are let in, and no other one", async () => {
    const full = await gateway.build({ admission: { admit: async () => "full" } });
    const id = await make.completed();
    const key = { "idempotency-key": "before the rush" };
    const { body } = await gateway.post(`/jobs/${id}/restart`, undefined, key);
    const restart = (headers: Record<string, string>) =>
      full.inject({ method: "POST", url: `/jobs/${id}/restart`, headers });
    const again = await restart(key);
    assert.equal(again.statusCode, 202);
    assert.equal(again.headers.location, `/jobs/${String(body["id"])}`);
    assert.equal((await restart({ "idempotency-key": "another" })).statusCode, 503);
    assert.equal((await restart({})).statusCode, 503);
    await full.close();
  });

  it("a job whose input holds what only the system fills in is never started again by a client", async () => {
    const { id } = await gateway.client.start("walk", { line: { to: "U1" } });
    const { links } = await gateway.inStatus(id, "completed");
    assert.ok("self" in links && !("restart" in links));
    const listed = async () => (await gateway.json("/jobs?limit=100")).body["jobs"] as unknown[];
    const before = (await listed()).length;
    for (const headers of [{}, { "idempotency-key": "again" }]) {
      const { status, headers: answered, body } = await gateway.post(`/jobs/${id}/restart`, undefined, headers);
      assert.equal(status, 409);
      assert.equal(answered.get("content-type"), "application/problem+json");
      assert.match(String(body["detail"]), /Guchi itself started/);
    }
    assert.equal((await listed()).length, before);
  });

  it("a purged job's Idempotency-Key starts nothing again", async () => {
    const key = { "idempotency-key": "to be purged" };
    const { body } = await gateway.post("/jobs", { pipeline: "stroll", input: {} }, key);
    await gateway.inStatus(String(body["id"]), "completed");
    await gateway.call(`/jobs/${String(body["id"])}`, { method: "DELETE" });
    assert.equal((await gateway.post("/jobs", { pipeline: "stroll", input: {} }, key)).status, 410);
  });
});
