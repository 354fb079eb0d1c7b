import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { JobView } from "@guchi/contracts/job.ts";
import { JobIndex } from "@guchi/chain/job/job-index.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import Type from "typebox";
import { startWalkGateway } from "./testing.ts";

const Page = Type.Object({ jobs: Type.Array(JobView), cursor: Type.Optional(Type.String()) });

describe("the list of jobs", () => {
  let gateway: Awaited<ReturnType<typeof startWalkGateway>>;
  before(async () => {
    gateway = await startWalkGateway();
  });
  after(() => gateway.stop());

  const page = async (query: string) => parseAs(Page, (await gateway.json(`/jobs?${query}`)).body);
  const ids = async (query: string) => (await page(query)).jobs.map(({ id }) => id);
  const all = async (query: string, between: () => Promise<unknown> = async () => undefined) => {
    const met: string[] = [];
    for (let cursor = ""; ;) {
      const { jobs, cursor: next } = await page(`${query}${cursor}`);
      met.push(...jobs.map(({ id }) => id));
      if (next === undefined) return met;
      cursor = `&cursor=${next}`;
      await between();
    }
  };

  it("is empty at first, newest first later, and a cursor meets each job once while jobs are added", async () => {
    assert.deepEqual(await page(""), { jobs: [] });
    const started: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      started.push(...(await Promise.all(Array.from({ length: 10 }, () => gateway.start({}, "stroll")))));
    }
    await Promise.all(started.map((id) => gateway.inStatus(id, "completed")));
    const met = await all("limit=7", () => gateway.start({}, "stroll"));
    assert.deepEqual(met.toSorted(), started.toSorted());
    const times = (await page("limit=100")).jobs.map(({ createdAt }) => createdAt);
    assert.deepEqual(times, times.toSorted().toReversed());
  });

  it("gives a cursor only where there is another page", async () => {
    const { jobs } = await page("limit=100");
    assert.ok(jobs.length > 2);
    assert.equal((await page(`limit=${jobs.length}`)).cursor, undefined);
    const { cursor } = await page(`limit=${jobs.length - 1}`);
    assert.equal((await page(`limit=5&cursor=${cursor}`)).jobs.length, 1);
  });

  it("filters by status, pipeline and time", async () => {
    const from = new Date(Date.now() + 1).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const failed = await gateway.start({ fail: true });
    const completed = await gateway.start({});
    await gateway.inStatus(failed, "failed");
    await gateway.inStatus(completed, "completed");
    assert.deepEqual(await ids("status=failed"), [failed]);
    assert.deepEqual(await ids("pipeline=walk&status=completed"), [completed]);
    assert.deepEqual(await ids(`from=${from}`), [completed, failed]);
    assert.ok(!(await all(`to=${from}&limit=100`)).includes(completed));
    assert.deepEqual(await ids("status=suspended"), []);
  });

  it("refuses a bad filter, and names it", async () => {
    for (const query of [
      "status=done",
      "limit=0",
      "limit=101",
      "from=yesterday",
      "from=2016-12-31T23:59:60Z",
      "cursor=%00",
      "pipeline=nope",
    ]) {
      const { status, headers } = await gateway.json(`/jobs?${query}`);
      assert.equal(status, 400, query);
      assert.equal(headers.get("content-type"), "application/problem+json");
    }
  });

  it("forgets what Redis let expire, and keeps what lives longer", async () => {
    const redis = gateway.queues.redis;
    const gone = await gateway.start({}, "stroll");
    const kept = await gateway.start({}, "stroll");
    await gateway.inStatus(gone, "completed");
    await gateway.inStatus(kept, "completed");
    await redis.del(keys.job(gone), keys.history(gone));
    assert.ok(!(await all("limit=100")).includes(gone));
    const index = new JobIndex(redis, keys);
    const listed = async () => (await index.counts(["stroll"])).find(({ status }) => status === "completed")?.jobs ?? 0;
    const before = await listed();
    await index.trim(["stroll"], Date.now());
    assert.equal(await listed(), before - 1);
    assert.ok((await all("limit=100")).includes(kept));
  });
});
