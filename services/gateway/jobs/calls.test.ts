import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startWalkGateway } from "./testing.ts";

describe("a job that calls another one, over HTTP", () => {
  let gateway: Awaited<ReturnType<typeof startWalkGateway>>;
  before(async () => {
    gateway = await startWalkGateway();
  });
  after(() => gateway.stop());

  it("leads from each to the other, and an action on the one goes down", async () => {
    const id = await gateway.start({ hold: true }, "errand");
    const job = await gateway.inStatus(id, "waiting");
    const [step] = job.stages;
    assert.deepEqual([step?.name, step?.stage, step?.status], ["out", "walk", "waiting"]);
    const called = step?.job ?? assert.fail("no job");
    assert.deepEqual(job.waitingFor, { job: called });
    assert.equal(job.links["event"], undefined);
    const child = await gateway.inStatus(called, "running");
    assert.deepEqual(child.parent, { id, step: "out" });
    assert.equal(child.links["parent"], `/jobs/${id}`);
    assert.equal(job.parent, undefined);
    assert.equal((await gateway.post(`/jobs/${id}/events/out`, { output: 1 })).status, 404, "no event ends a call");
    assert.equal((await gateway.post(`/jobs/${id}/suspend`)).status, 202);
    await gateway.inStatus(called, "suspended");
    assert.equal((await gateway.post(`/jobs/${id}/cancel`)).status, 202);
    assert.equal((await gateway.inStatus(called, "canceled")).parent?.id, id);
    assert.equal((await gateway.json(`/jobs/${id}`)).body["status"], "canceled");
  });
});
