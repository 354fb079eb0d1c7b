import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { JobIndex } from "@guchi/chain/job/job-index.ts";
import { testStage } from "@guchi/chain/testing/chain.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { startWalkGateway } from "../jobs/testing.ts";
import { Admission } from "@guchi/platform/load/admission.ts";
import { Bound } from "@guchi/platform/load/bound.ts";
import { keys } from "@guchi/platform/redis/keys.ts";

describe("overload", () => {
  let gateway: Awaited<ReturnType<typeof startWalkGateway>>;
  before(async () => {
    gateway = await startWalkGateway();
  });
  after(() => gateway.stop());

  const bounded = (maxQueuedJobs: number) => new Admission({ ...gateway, redis: gateway.queues.redis, maxQueuedJobs });
  const unfinished = async () => {
    const counts = await new JobIndex(gateway.queues.redis, keys).counts(["walk"]);
    const open = counts.filter(({ status }) => status === "pending" || status === "running");
    return open.reduce((sum, { jobs }) => sum + jobs, 0);
  };

  it("beyond MAX_QUEUED_JOBS new jobs get 503 and Retry-After, known ones are told, and it ends by itself", async () => {
    const admission = bounded(3);
    const full = await gateway.build({ admission });
    const post = (key?: string) =>
      full.inject({
        method: "POST",
        url: "/jobs",
        payload: { pipeline: "walk", input: {} },
        ...(key !== undefined && { headers: { "idempotency-key": key } }),
      });
    await gateway.queues.get("first").pause();
    const known = await post("known");
    assert.equal(known.statusCode, 202);
    for (let count = 1; count < 3; count += 1) assert.equal((await post()).statusCode, 202);
    const refused = await until("a refusal", async () => {
      const answer = await post();
      return answer.statusCode === 503 && answer;
    });
    assert.match(refused.body, /urn:guchi:problem:overloaded/);
    assert.equal(refused.headers["retry-after"], "30");
    assert.equal((await post("known")).statusCode, 202, "a repeat is no new work");
    assert.equal((await full.inject({ url: "/jobs?limit=1" })).statusCode, 200, "asking goes on");
    await gateway.queues.get("first").resume();
    await until("room again", async () => (await post()).statusCode === 202);
    await full.close();
  });

  it("lets in not one more than MAX_QUEUED_JOBS when 200 requests come at once, and counts no work of the system's own", async () => {
    await until("the jobs before to end", async () => (await unfinished()) === 0);
    await gateway.queues.get("first").pause();
    await gateway.client.start("callback", { job: "none", finishedAt: 0 });
    const full = await gateway.build({ admission: bounded(50) });
    const post = () => full.inject({ method: "POST", url: "/jobs", payload: { pipeline: "walk", input: {} } });
    const answers = await Promise.all(Array.from({ length: 200 }, post));
    const codes = answers.map(({ statusCode }) => statusCode);
    assert.equal(codes.filter((code) => code === 202).length, 50);
    assert.equal(codes.filter((code) => code === 503).length, 150);
    assert.equal(await unfinished(), 50);
    await gateway.queues.get("first").resume();
    await full.close();
  });

  it("keeps room for others: one user has a tenth of MAX_QUEUED_JOBS at most, and more again when some end", async () => {
    await until("the jobs before to end", async () => (await unfinished()) === 0);
    await gateway.queues.get("first").pause();
    const shared = await gateway.build({ admission: bounded(50) });
    const post = async (user: string, key?: string) => {
      const headers = key === undefined ? {} : { "idempotency-key": key };
      const payload = { pipeline: "walk", input: { user } };
      return (await shared.inject({ method: "POST", url: "/jobs", headers, payload })).statusCode;
    };
    assert.equal(await post("greedy", "first of all"), 202);
    const codes = await Promise.all(Array.from({ length: 60 }, () => post("greedy")));
    assert.equal(codes.filter((code) => code === 202).length, 4);
    assert.equal(codes.filter((code) => code === 429).length, 56);
    assert.equal(await post("greedy", "first of all"), 202, "a repeat is no new work");
    assert.equal(await post("other"), 202);
    await gateway.queues.get("first").resume();
    await until("room again", async () => (await post("greedy")) === 202);
    await shared.close();
  });

  it("lets a user have five under a small bound, and again as soon as they ended", async () => {
    await until("the jobs before to end", async () => (await unfinished()) === 0);
    await gateway.queues.get("first").pause();
    const small = await gateway.build({ admission: bounded(8) });
    const post = async () => {
      const payload = { pipeline: "walk", input: { user: "hasty" } };
      return (await small.inject({ method: "POST", url: "/jobs", payload })).statusCode;
    };
    const codes = await Promise.all(Array.from({ length: 6 }, post));
    assert.deepEqual(
      codes.toSorted((a, b) => a - b),
      [202, 202, 202, 202, 202, 429],
    );
    assert.equal(await post(), 429);
    await gateway.queues.get("first").resume();
    await until("them to end", async () => (await unfinished()) === 0);
    assert.equal(await post(), 202);
    await small.close();
  });

  it("bounds work of the system's own as well, by itself", async () => {
    const bound = new Bound(gateway.queues.redis, ["callback"], 100);
    const start = async () => gateway.client.start("callback", { job: "none", finishedAt: 0 });
    const taken = await Promise.all(Array.from({ length: 150 }, () => bound.admit(start)));
    assert.equal(taken.filter((each) => each === "full").length, 51, "one was there");
  });

  it("a full event loop gives 503 before anything breaks, and health still answers", async () => {
    const busy = await gateway.build();
    await busy.listen({ port: 0, host: "127.0.0.1" });
    let blocking = true;
    const block = () => {
      const end = performance.now() + 2_000;
      while (performance.now() < end); // as too much work would
      if (blocking) setImmediate(() => setTimeout(block, 5));
    };
    block();
    const shed = await until("a refusal", async () => {
      const answer = await fetch(`${busy.listeningOrigin}/jobs`);
      await answer.arrayBuffer();
      return answer.status === 503 && answer;
    }).finally(() => (blocking = false));
    assert.equal(shed.headers.get("retry-after"), "5");
    assert.equal(shed.headers.get("content-type"), "application/problem+json");
    assert.equal((await fetch(`${busy.listeningOrigin}/healthz`)).status, 200);
    await until("work again", async () => (await fetch(`${busy.listeningOrigin}/jobs`)).status === 200);
    await busy.close();
    // The other gateway of this process stood still, too.
    await until("the other to work again", async () => (await gateway.app.inject("/jobs")).statusCode === 200);
  });

  it("one user's thousand messages let another one's pass, at every stage", async () => {
    await gateway.queues.get("first").pause();
    await gateway.queues.get("second").pause();
    const post = async (user: string) =>
      String((await gateway.post("/jobs", { pipeline: "walk", input: { user } })).body["id"]);
    const flood: string[] = [];
    for (let count = 0; count < 200; count += 1) flood.push(await post("flooder"));
    const other = await post("other");
    const order: string[] = [];
    gateway.work(testStage("first", async () => ({}), { concurrency: 1 }));
    gateway.work(
      testStage(
        "second",
        async (_, { jobId }) => {
          order.push(jobId);
          return {};
        },
        { concurrency: 1 },
      ),
    );
    await gateway.queues.get("first").resume();
    await gateway.queues.get("second").resume();
    await gateway.inStatus(other, "completed");
    assert.ok(order.length < 60, `${order.length} of 200 were before it`);
    await Promise.all(flood.map((id) => gateway.inStatus(id, "completed")));
  });
});
