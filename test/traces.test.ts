import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { StageError } from "../shared/chain/errors.ts";
import { parseAs } from "../shared/chain/schema.ts";
import { sweep } from "../shared/chain/sweep.ts";
import { sampledTrace } from "../shared/chain/telemetry/tracer.ts";
import { testChain, testPipeline, testStage } from "../shared/chain/testing/chain.ts";
import { startTestRedis } from "../shared/chain/testing/redis.ts";
import { until } from "../shared/chain/testing/until.ts";
import { JobView } from "../shared/contracts/job.ts";
import { keys } from "../shared/platform/redis/keys.ts";
import { startOtel } from "../shared/platform/telemetry/otel.ts";
import { personaSays } from "../shared/contracts/testing/persona.ts";
import { ProviderError } from "../shared/providers/failure.ts";
import { firstToAnswer } from "../shared/providers/first-to-answer.ts";
import { startFakeCollector, type SinkSpan } from "./fakes/otlp/server.ts";
import { lineId } from "./fakes/line/webhook.ts";
import { startLineSystem, type LineSystem } from "./support/line-system.ts";

const COMPLAINT = "ピーマン星人課長に怒られた";
const ANSWER = "玉ねぎ大王みたいにふんばったね";
const HOURS_MS = 5 * 3_600_000;

const named = (spans: readonly SinkSpan[], name: string) => spans.filter((span) => span.name === name);
const one = (spans: readonly SinkSpan[], name: string) => {
  const [span, ...others] = named(spans, name);
  assert.ok(span !== undefined && others.length === 0, `${name}: ${named(spans, name).length} spans`);
  return span;
};
const isOf = (job: string) => (span: SinkSpan) => span.attributes["guchi.job.id"] === job;

describe("the traces of what people write", { timeout: 120_000 }, () => {
  let collector: Awaited<ReturnType<typeof startFakeCollector>>;
  let system: LineSystem;
  before(async () => {
    collector = await startFakeCollector();
    system = await startLineSystem({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
    system.stages.persona = async (_, context) => {
      const engines = [
        { name: "busy", model: "model-a" },
        { name: "paid", model: "model-b" },
      ];
      const { answer } = await firstToAnswer(engines, context, async ({ name }, { pay }) => {
        if (name === "busy") throw new ProviderError("server_error", name, { cause: new Error(COMPLAINT) });
        await pay(0.04);
        return personaSays(ANSWER);
      });
      return answer;
    };
  });
  after(async () => {
    await system.stop();
    await collector.close();
  });

  const post = async (headers: Record<string, string>, body: string) =>
    fetch(`${system.base}/jobs`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });
  const start = async (traceparent: string) => {
    const body = JSON.stringify({ pipeline: "guchi", input: { text: COMPLAINT } });
    return parseAs(JobView, await (await post({ traceparent }, body)).json());
  };

  const finished = ({ id }: JobView) =>
    until("the job to finish", async () => (await fetch(`${system.base}/jobs/${id}?wait=5`)).status === 200);

  it("lead from LINE's webhook over the event and the answer to its delivery, through all services", async () => {
    await system.said(COMPLAINT);
    const names = ["start line-event", "run line-event", "start guchi", "run sentiment", "run persona", "run imagegen"];
    const rest = ["run tts", "run reply", "start deliver-line", "run deliver-line", "POST /webhook/line"];
    const all = await collector.once("all spans", (spans) =>
      [...names, ...rest].every((name) => named(spans, name).length > 0),
    );
    const webhook = one(all, "POST /webhook/line");
    for (const name of [...names, ...rest]) assert.equal(one(all, name).traceId, webhook.traceId, name);
    assert.equal(one(all, "start line-event").parentSpanId, webhook.spanId);
    assert.equal(one(all, "start guchi").parentSpanId, one(all, "run line-event").spanId);
    assert.equal(one(all, "run reply").parentSpanId, one(all, "start guchi").spanId);
    assert.equal(one(all, "start deliver-line").parentSpanId, one(all, "run reply").spanId);
    const senders = [webhook, one(all, "run persona"), one(all, "run reply"), one(all, "run deliver-line")];
    assert.deepEqual(
      senders.map(({ service }) => service),
      ["guchi-gateway", "guchi-stages", "guchi-reply", "guchi-line"],
    );
  });

  it("are the caller's, tell who was asked at what cost, and nothing of what was said", async () => {
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const job = await start(`00-${traceId}-00f067aa0ba902b7-01`);
    assert.equal(job.traceId, traceId);
    await finished(job);
    await post({}, `{"pipeline":"guchi","input":{"text":"${COMPLAINT}`);
    const all = await collector.once("the job's last span", (spans) =>
      named(spans, "run reply").some(({ traceId: its }) => its === traceId),
    );
    const its = all.filter((span) => span.traceId === traceId);
    assert.equal(one(its, "POST /jobs").parentSpanId, "00f067aa0ba902b7");
    const run = one(its, "run persona");
    const { "guchi.job.id": id, "guchi.job.pipeline": pipeline, "guchi.job.attempt": attempt } = run.attributes;
    assert.deepEqual([id, pipeline, attempt], [job.id, "guchi", 1]);
    const [busy, paid] = [one(its, "ask busy"), one(its, "ask paid")];
    assert.deepEqual([busy.parentSpanId, paid.parentSpanId], [run.spanId, run.spanId]);
    assert.deepEqual(busy.attributes, {
      "guchi.provider.name": "busy",
      "guchi.provider.model": "model-a",
      "guchi.provider.attempt": 1,
      "guchi.provider.failure": "server_error",
      "error.type": "provider_unavailable",
    });
    assert.deepEqual(paid.attributes, {
      "guchi.provider.name": "paid",
      "guchi.provider.model": "model-b",
      "guchi.provider.attempt": 2,
      "guchi.provider.cost_usd": 0.04,
    });
    assert.deepEqual(
      all.filter(({ name }) => name.startsWith("GET")),
      [],
      "polls",
    );
    for (const words of ["ピーマン", "玉ねぎ", "\\u30d4"]) assert.ok(!collector.text().includes(words), words);
  });

  it("are not recorded where the caller's is not, over all of a job", async () => {
    const traceId = "5bf92f3577b34da6a3ce929d0e0e4736";
    const job = await start(`00-${traceId}-00f067aa0ba902b7-00`);
    assert.equal(job.traceId, undefined);
    await finished(job);
    const { traceId: next } = await start("none");
    await collector.once("a later job", (spans) => named(spans, "run reply").some((span) => span.traceId === next));
    assert.deepEqual(
      collector.spans().filter((span) => span.traceId === traceId || isOf(job.id)(span)),
      [],
    );
  });

  it("go with the job when it is erased", async () => {
    const user = lineId();
    await system.said(COMPLAINT, user);
    const [job] = await system.jobs();
    const { trace } = (await system.records.read(job ?? "")) ?? {};
    assert.equal(sampledTrace(trace)?.length, 32);
    await fetch(`${system.base}/jobs/${job}`, { method: "DELETE" });
    const kept = await system.connection.hgetall(keys.job(job ?? ""));
    assert.deepEqual([kept["status"], kept["trace"]], ["purged", undefined]);
  });
});

describe("the trace of a job that does not go straight on", { timeout: 60_000 }, () => {
  let collector: Awaited<ReturnType<typeof startFakeCollector>>;
  let redis: Awaited<ReturnType<typeof startTestRedis>>;
  let tracing: ReturnType<typeof startOtel>;
  before(async () => {
    [collector, redis] = await Promise.all([startFakeCollector(), startTestRedis()]);
    const log = { warn: assert.fail, info: () => undefined };
    tracing = startOtel({
      serviceName: "test",
      resource: {},
      url: collector.url,
      headers: {},
      sampler: "always_on",
      ratio: 1,
      log,
    });
  });
  after(async () => {
    await tracing.close();
    await redis.stop();
    await collector.close();
  });

  it("links an attempt to the one that failed before", async () => {
    const pipeline = testPipeline({ name: "retried", steps: ["flaky"] });
    const chain = testChain(redis, [pipeline], undefined, tracing.tracer);
    const flaky = testStage("flaky", async (_, { attempt }) => {
      if (attempt === 1) throw new StageError("Not yet.", { code: "provider_unavailable", class: "transient" });
      return {};
    });
    chain.work(flaky);
    const { id } = await chain.client.start("retried", {});
    await chain.finished(id);
    const runs = await collector.once("both runs", (spans) => named(spans, "run flaky").length === 2);
    const [first, second] = named(runs, "run flaky");
    assert.deepEqual([first?.status?.code, first?.attributes["error.type"]], [2, "provider_unavailable"]);
    assert.deepEqual([second?.traceId, second?.parentSpanId], [first?.traceId, first?.parentSpanId]);
    assert.deepEqual(linksOf(second), [`${first?.traceId} ${first?.spanId}`]);
    assert.deepEqual(linksOf(first), []);
    await chain.close();
  });

  it("links an attempt to the request that had it made", async () => {
    const pipeline = testPipeline({ name: "rewound", steps: ["stopped"] });
    const chain = testChain(redis, [pipeline], undefined, tracing.tracer);
    let isMended = false;
    const stopped = testStage("stopped", async () => {
      if (!isMended) throw new StageError("Not like this.", { code: "invalid_input", class: "permanent" });
      return {};
    });
    chain.work(stopped);
    const { id } = await chain.client.start("rewound", {});
    await chain.finished(id);
    isMended = true;
    await tracing.tracer.span("POST rewind", { kind: "server" }, async () => chain.client.rewind(id));
    await chain.finished(id);
    const all = await collector.once("both runs", (spans) => named(spans, "run stopped").length === 2);
    const [start, request, run] = [one(all, "start rewound"), one(all, "POST rewind"), named(all, "run stopped")[1]];
    assert.deepEqual([run?.traceId, run?.parentSpanId], [start.traceId, start.spanId]);
    assert.deepEqual(linksOf(run), [`${request.traceId} ${request.spanId}`]);
    await chain.close();
  });

  it("goes on where the sweep put the job back, and leads to it", async () => {
    const pipeline = testPipeline({ name: "lost", steps: ["found"] });
    const chain = testChain(redis, [pipeline], undefined, tracing.tracer);
    const { id } = await chain.client.start("lost", {});
    await chain.queues.get("found").remove(`${id}.found`);
    const { records, queues, pipelines, log } = chain;
    await chain.redis.zadd(chain.queues.keys.openOf(id), "XX", 1, id);
    assert.equal(await sweep({ records, queues, pipelines, log, tracer: tracing.tracer }), 1);
    chain.work(testStage("found", async () => ({})));
    await chain.finished(id);
    const all = await collector.once("the run", (spans) => named(spans, "run found").length === 1);
    const [start, requeue, run] = [one(all, "start lost"), one(all, "requeue found"), one(all, "run found")];
    assert.deepEqual([run.traceId, run.parentSpanId], [start.traceId, start.spanId]);
    assert.deepEqual(linksOf(run), [`${requeue.traceId} ${requeue.spanId}`]);
    assert.notEqual(requeue.traceId, start.traceId);
    assert.deepEqual(linksOf(requeue), [`${start.traceId} ${start.spanId}`]);
    await chain.close();
  });

  it("begins anew after hours, linked, and what follows is there", async () => {
    const pipeline = testPipeline({ name: "slow", steps: ["late", "later"] });
    const chain = testChain(redis, [pipeline], undefined, tracing.tracer);
    const trace = await tracing.tracer.span("before", { kind: "internal" }, async ({ context }) => context);
    const id = "slow_1";
    const { layout } = pipeline;
    await chain.records.keepLayout(layout);
    const job = { id, pipeline: "slow", layout, input: {}, fingerprint: "", trace };
    await chain.records.create(job, Date.now() - HOURS_MS);
    await chain.queues.add(job, { name: "late", stage: "late" });
    for (const name of ["late", "later"]) chain.work(testStage(name, async () => ({})));
    await chain.finished(id);
    const all = await collector.once("both runs", (spans) => named(spans, "run later").length === 1);
    const [before, late, later] = [one(all, "before"), one(all, "run late"), one(all, "run later")];
    assert.equal(late.parentSpanId ?? "", "");
    assert.notEqual(late.traceId, before.traceId);
    assert.deepEqual(linksOf(late), [`${before.traceId} ${before.spanId}`]);
    assert.deepEqual([later.traceId, later.parentSpanId], [late.traceId, late.spanId]);
    await chain.close();
  });
});

function linksOf(span: SinkSpan | undefined): readonly string[] {
  return (span?.links ?? []).map(({ traceId, spanId }) => `${traceId} ${spanId}`);
}
