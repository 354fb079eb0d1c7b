import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { StageError } from "@guchi/chain/errors.ts";
import { JobIndex } from "@guchi/chain/job/job-index.ts";
import { JobSummaries } from "@guchi/chain/job/summaries.ts";
import { queueJobId } from "@guchi/chain/queues.ts";
import { testStage } from "@guchi/chain/testing/chain.ts";
import { until } from "@guchi/chain/testing/until.ts";
import type { Charts, Failures, Overview, RunPage, Words } from "@guchi/contracts/admin.ts";
import { tellStanding } from "@guchi/contracts/line-standing.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { budgetKeys } from "@guchi/providers/keys.ts";
import { createBulkStage } from "../bulk/stage.ts";
import { CountHistory } from "../charts/history.ts";
import { startWalkGateway } from "../jobs/testing.ts";
import { ADMIN, startTestGateway } from "../testing.ts";
import { dayOf } from "./facts/costs.ts";

type Gateway = Awaited<ReturnType<typeof startWalkGateway>>;

describe("what the operations pages ask", () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await startWalkGateway();
    const { redis } = gateway.queues;
    const deps = { ...gateway, redis, index: new JobIndex(redis, keys), summaries: new JobSummaries(redis, keys) };
    gateway.work(createBulkStage({ ...deps, admission: { admit: async (_, start) => start() } }));
  });
  after(() => gateway.stop());

  const get = async <Answer>(path: string) => (await (await gateway.call(`/admin/api/${path}`)).json()) as Answer;
  const post = async (path: string, body?: object) => gateway.post(`/admin/api/${path}`, body);
  const shown = async () => get<{ name: string; paused: boolean }[]>("schedules");
  const ids = async (query: string) => (await get<RunPage>(`runs?${query}`)).runs.map(({ id }) => id);

  it("lists runs by status, pipeline, step, code, time, id and user, both ways, page by page, without words", async () => {
    const user = "somebody";
    const first = await gateway.start({ secret: "ひみつ", user });
    await gateway.inStatus(first, "completed");
    const failed = await gateway.start({ fail: true });
    await gateway.inStatus(failed, "failed");
    const held = await gateway.start({ hold: true, user });
    await until("it to be held", () => gateway.gate.arrivals > 0);
    const asks = await gateway.start({}, "ask");
    await gateway.inStatus(asks, "waiting");
    assert.deepEqual(await ids(""), [asks, held, failed, first]);
    assert.deepEqual(await ids("order=oldest"), [first, failed, held, asks]);
    assert.deepEqual(await ids("status=failed,completed"), [failed, first]);
    assert.deepEqual(await ids("pipeline=ask"), [asks]);
    assert.deepEqual(await ids("step=second"), [held, failed]);
    assert.deepEqual(await ids("step=approval"), [asks]);
    assert.deepEqual(await ids("code=provider_refused"), [failed]);
    assert.deepEqual(await ids(`id=${held}`), [held]);
    assert.deepEqual((await ids(`id=${first.slice(0, 6)}`)).length, 4);
    assert.deepEqual(await ids("to=2026-01-01T00:00:00Z"), []);
    const { runs, cursor, total } = await get<RunPage>("runs?limit=3&order=oldest");
    assert.deepEqual([runs.length, total], [3, 4]);
    assert.deepEqual(await ids(`limit=3&order=oldest&cursor=${cursor}`), [asks]);
    const [run] = runs;
    assert.deepEqual([run?.status, run?.attempts, run?.steps], ["completed", 2, []]);
    assert.doesNotMatch(JSON.stringify(await get(`runs/${first}`)), /ひみつ/);
    assert.equal((await post(`runs/${held}/cancel`)).status, 202);
    assert.equal((await post(`runs/${asks}/events/approval`, { approved: true })).status, 202);
    await gateway.inStatus(asks, "completed");
    for (const bad of ["status=odd", "limit=0", "x=1"]) {
      assert.equal((await gateway.json(`/admin/api/runs?${bad}`)).status, 400, bad);
    }
  });

  it("shows the words of a job, and not what the system itself put into it", async () => {
    const { id } = await gateway.client.start("walk", { secret: "ひみつ", line: { userId: "U0123" } });
    await gateway.inStatus(id, "completed");
    const { input, results } = await get<Words>(`runs/${id}/words`);
    assert.deepEqual([input, Object.keys(results)], [{ secret: "ひみつ" }, ["first", "second"]]);
    await gateway.client.purge(id);
  });

  it("groups failures, and rewinds a group at once", async () => {
    const more = await Promise.all(Array.from({ length: 4 }, () => gateway.start({ fail: true })));
    await Promise.all(more.map((id) => gateway.inStatus(id, "failed")));
    const { groups } = await until("a fresh look", async () => {
      const looked = await get<Failures>("failures");
      return looked.total === 5 && looked;
    });
    assert.equal(groups.length, 1);
    const [{ pipeline, step, code, count, lastHour, lastMessage } = { pipeline: "" }] = groups;
    assert.deepEqual([pipeline, step, code, count, lastHour], ["walk", "second", "provider_refused", 5, 5]);
    assert.equal(lastMessage, "On purpose.");
    gateway.state.failing = false;
    const filter = { status: "failed", pipeline, step, code };
    assert.deepEqual((await post("actions", { action: "rewind", filter, dryRun: true })).body, { count: 5 });
    const begun = await post("actions", { action: "rewind", filter });
    assert.equal(begun.status, 202);
    const ended = await until("its end", async () => {
      const all = await get<{ id: string; status: string; result?: object }[]>("actions");
      return all.find(({ id, status }) => id === begun.body["id"] && status === "completed");
    });
    assert.deepEqual(ended.result, { done: 5, refused: 0 });
    const said = { input: { action: "rewind", filter }, results: {} };
    assert.deepEqual(await get(`runs/${ended.id}/words`), said, "a job of the system's own has no more to say");
    await Promise.all(more.map((id) => gateway.inStatus(id, "completed")));
    gateway.state.failing = true;
  });

  it("tells of a job that its process died over again and again, before it is given up", async () => {
    const { arrivals } = gateway.gate;
    const id = await gateway.start({ hold: true });
    await until("it to be held", () => gateway.gate.arrivals > arrivals);
    // As BullMQ counts it.
    const queue = gateway.queues.get("second");
    await gateway.queues.redis.hset(queue.toKey(queueJobId({ job: id, step: "second" })), "stc", 2);
    const { about, link } = await until("the trouble", async () => {
      return (await get<Overview>("overview")).troubles.find(({ code }) => code === "job_crashes");
    });
    assert.deepEqual(about, { job: id, pipeline: "walk", step: "second", count: 2 });
    assert.deepEqual(link, { page: "runs", id });
    await post(`runs/${id}/cancel`);
  });

  it("acts on the jobs of one user alone, as the overview names the user who floods", async () => {
    await gateway.queues.get("first").pause();
    await Promise.all(Array.from({ length: 12 }, () => gateway.start({ user: "flooding" })));
    const other = await gateway.start({ user: "other" });
    const flood = await until("the flood", async () => (await get<Overview>("overview")).flood, 15_000);
    assert.deepEqual([flood.jobs, flood.of], [12, 13]);
    assert.equal((await ids(`user=${flood.user}&status=pending`)).length, 12);
    const filter = { status: "pending,running", user: flood.user };
    await post("actions", { action: "cancel", filter });
    await until("only the other", async () => (await ids("status=pending")).length === 1);
    assert.deepEqual(await ids("status=pending"), [other]);
    await gateway.queues.get("first").resume();
  });

  it("pauses a stage, really, and lets it go on", async () => {
    assert.equal((await post("stages/first/pause")).status, 202);
    const id = await gateway.start({});
    const overview = await until("the overview to tell", async () => {
      const { stages, troubles } = await get<Overview>("overview");
      return stages.find(({ name, paused, waiting }) => name === "first" && paused && waiting === 1) && troubles;
    });
    // No process of these tests tells of its life: each stage is told to have no worker.
    assert.ok(overview.some(({ code, about }) => code === "stage_without_worker" && about["stage"] === "first"));
    assert.equal((await gateway.get(id)).status, "pending");
    await post("stages/first/resume");
    await gateway.inStatus(id, "completed");
    assert.equal((await post("stages/none/pause")).status, 404);
  });

  it("shows, pauses, runs and removes schedules without their inputs", async () => {
    const spec = { pipeline: "walk", input: { secret: "ひみつ" }, cron: "0 9 * * *", timeZone: "Asia/Tokyo" };
    await gateway.json("/schedules/morning", {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(spec),
    });
    assert.doesNotMatch(JSON.stringify(await shown()), /ひみつ/);
    await post("schedules/morning/pause");
    assert.equal((await shown())[0]?.paused, true);
    await post("schedules/morning/resume");
    assert.equal((await shown())[0]?.paused, false);
    const { body } = await post("schedules/morning/run");
    await gateway.inStatus(String(body["id"]), "completed");
    assert.equal((await gateway.app.inject({ method: "DELETE", url: "/admin/api/schedules/morning" })).statusCode, 204);
    assert.deepEqual(await shown(), []);
  });
});

describe("incidents made on purpose", () => {
  it("are in the overview: 429, a revoked key, the budget, LINE's quota, a poisoned job, a slow stage", async () => {
    const gateway = await startWalkGateway();
    const { redis } = gateway.queues;
    const count = (name: string, labels: object, by: number, part = "") =>
      redis.hincrbyfloat(keys.metrics, JSON.stringify({ name, part, labels }), by);
    const work = async (times: number, seconds: number) => {
      await count("stage_work_seconds", { stage: "second" }, times, "1");
      await count("stage_work_seconds", { stage: "second" }, times * seconds, "sum");
    };
    const history = new CountHistory({ redis, pipelines: gateway.pipelines, states: async () => [] });
    const keep = async (ago: number) => {
      const at = Date.now() - ago;
      await history.samples.keep(async () => ({ ...(await history.now()), at }), at);
    };
    await keep(3 * 3_600_000);
    await work(100, 2);
    await keep(15 * 60_000);
    await keep(60_000);
    await work(1, 30);
    await count("provider_failures_total", { provider: "openai", kind: "rate_limited" }, 12);
    await count("provider_failures_total", { provider: "azure", kind: "misconfigured" }, 1);
    await count("provider_alarms_total", { provider: "azure", kind: "misconfigured" }, 1);
    await count("provider_cost_usd_total", { stage: "imagegen", provider: "openai" }, 9.97);
    const { day } = dayOf(Date.now(), "Asia/Tokyo");
    await redis.set(budgetKeys.spent(day), 9_970_000);
    await tellStanding(redis, "", { at: Date.now(), limit: 200, used: 200 });
    gateway.work(
      testStage("first", async () => {
        throw new StageError("It crashed its process again and again.", { code: "stage_crashed", class: "permanent" });
      }),
    );
    const poisoned = await until("a job that meets it", async () => {
      const id = await gateway.start({}, "stroll");
      const { status } = await until("its end", async () => {
        const job = await gateway.get(id);
        return (job.status === "failed" || job.status === "completed") && job;
      });
      return status === "failed" && id;
    });
    const app = await gateway.build({
      admin: { ...ADMIN, budget: { budgetUsd: 10, timeZone: "Asia/Tokyo" } },
      webhook: { secrets: new Map([["", "s"]]), take: async () => "queued", count: () => undefined },
    });
    await redis.zadd(keys.workers("second"), Date.now(), "a worker");
    const { troubles, costs, failures } = (await app.inject("/admin/api/overview")).json<Overview>();
    const codes = troubles.filter(({ code }) => code !== "stage_without_worker").map(({ code }) => code);
    assert.deepEqual(codes.toSorted(), [
      "budget_spent",
      "job_poisoned",
      "line_quota",
      "provider_misconfigured",
      "provider_rate_limited",
      "stage_slow",
    ]);
    assert.deepEqual([costs?.spentUsd, costs?.providers[0]?.provider], [9.97, "openai"]);
    assert.equal(failures[0]?.lastJob, poisoned);
    await app.close();
    await gateway.stop();
  });

  it("are told by one stream, as that Redis takes no writes", async () => {
    const gateway = await startTestGateway();
    const { listeningOrigin } = gateway.app;
    const stream = await fetch(`${listeningOrigin}/admin/api/events`);
    assert.equal(stream.headers.get("content-type"), "text/event-stream");
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const read = async (what: RegExp) => {
      while (!what.test(text)) text += (await reader?.read())?.value ?? "";
    };
    await read(/event: overview\ndata: .*\n\n/);
    text = "";
    const admin = gateway.redis.connect();
    await admin.replicaof("127.0.0.1", "1");
    try {
      await read(/"redis_read_only".*READONLY/);
      const { troubles } = (await gateway.app.inject("/admin/api/overview")).json<Overview>();
      assert.deepEqual([troubles[0]?.code, troubles[0]?.link.page], ["redis_read_only", "system"]);
    } finally {
      await admin.replicaof("NO", "ONE");
    }
    await reader?.cancel();
    await gateway.stop();
  });

  it("are of the operator's day, which may have 23 or 25 hours", () => {
    const at = Date.parse("2026-10-25T12:00:00Z");
    assert.deepEqual(dayOf(at, "Europe/Berlin"), {
      day: "2026-10-25",
      startedAt: Date.parse("2026-10-24T22:00:00Z"),
    });
    assert.equal(dayOf(at, "Asia/Kathmandu").startedAt, Date.parse("2026-10-24T18:15:00Z"));
  });
});

describe("the counts of the last hour and day", () => {
  it("are kept a slot each, whoever comes first, and no more of them than there is room for", async () => {
    const gateway = await startWalkGateway();
    const { redis } = gateway.queues;
    const count = (name: string, labels: object, by: number) =>
      redis.hincrbyfloat(keys.metrics, JSON.stringify({ name, part: "", labels }), by);
    const minute = 60_000;
    const begin = Math.floor(Date.now() / minute) * minute - 70 * minute;
    const histories = [0, 1].map(
      () => new CountHistory({ redis, pipelines: gateway.pipelines, states: async () => [] }),
    );
    for (let at = 0; at <= 70; at += 1) {
      await count("jobs_started_total", { pipeline: "walk" }, 3);
      await count("jobs_started_total", { pipeline: "callback" }, 5);
      await count("stage_errors_total", { stage: "tts", code: "internal" }, 1);
      for (const history of histories) {
        const now = begin + at * minute;
        await history.samples.keep(async () => ({ ...(await history.now()), at: now }), now);
      }
    }
    assert.equal((await histories[0]?.samples.read("minute"))?.length, 61);
    const { hour, day } = (await (await gateway.call("/admin/api/charts")).json()) as Charts;
    assert.equal(hour.length, 61);
    assert.deepEqual([hour[0]?.started, hour[0]?.errors], [3, 1], "without the system's own jobs");
    assert.equal(day[1]?.started, 45);
    await gateway.stop();
  });
});
