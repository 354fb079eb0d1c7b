import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { whenReady } from "@guchi/chain/redis/connect.ts";
import { Metrics } from "@guchi/chain/telemetry/metrics.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { BUDGET_GAUGES } from "../../../shared/providers/budget-gauges.ts";
import { dayOf } from "../../../shared/providers/budget-day.ts";
import { budgetKeys } from "../../../shared/providers/keys.ts";
import { startTestGateway, type TestGateway } from "../testing.ts";
import { renderMetrics } from "./render.ts";
import { CHAIN_METRICS, jobsStarted, providerCost, stageWorkSeconds } from "@guchi/chain/telemetry/chain-metrics.ts";

describe("/metrics", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  const scrape = async () => (await fetch(`${gateway.app.listeningOrigin}/metrics`)).text();
  it("adds up what several processes count", async () => {
    const processes = [new Metrics(), new Metrics()];
    for (const metrics of processes) {
      metrics.count(jobsStarted, { pipeline: "guchi" });
      metrics.count(providerCost, { stage: "tts", provider: "openai" }, 0.25);
      metrics.observe(stageWorkSeconds, { stage: "tts" }, 0.3);
      metrics.observe(stageWorkSeconds, { stage: "tts" }, 1_000);
      await metrics.flush(gateway.queues.redis, keys.metrics);
    }
    const text = await scrape();
    assert.equal(value(text, 'guchi_jobs_started_total{pipeline="guchi"}'), 2);
    assert.equal(value(text, 'guchi_provider_cost_usd_total{provider="openai",stage="tts"}'), 0.5);
    assert.equal(value(text, 'guchi_stage_work_seconds_bucket{stage="tts",le="0.25"}'), 0);
    assert.equal(value(text, 'guchi_stage_work_seconds_bucket{stage="tts",le="0.5"}'), 2);
    assert.equal(value(text, 'guchi_stage_work_seconds_bucket{stage="tts",le="+Inf"}'), 4);
    assert.equal(value(text, 'guchi_stage_work_seconds_count{stage="tts"}'), 4);
    assert.equal(value(text, 'guchi_stage_work_seconds_sum{stage="tts"}'), 2_000.6);
  });

  it("tells of its own process, under the names that are usual", async () => {
    const text = await scrape();
    for (const name of ["process_cpu_seconds_total", "process_resident_memory_bytes", "nodejs_heap_size_used_bytes"]) {
      assert.ok((value(text, name) ?? 0) > 0, name);
    }
    assert.ok(value(text, "nodejs_eventloop_lag_max_seconds") !== undefined);
  });

  it("tells what is kept and what waits", async () => {
    const { id } = await gateway.client.start("guchi", { text: "疲れた" });
    const text = await scrape();
    assert.equal(value(text, 'guchi_jobs{pipeline="guchi",status="pending"}'), 1);
    assert.equal(value(text, 'guchi_queue_entries{stage="sentiment",state="waiting"}'), 1);
    assert.equal(value(text, 'guchi_workers{stage="sentiment"}'), 0);
    assert.ok(!text.includes(id) && !text.includes("疲れた"));
  });

  it("tells what services look up, how Redis is, and how much room the disk has", async () => {
    const { redis } = gateway.queues;
    await redis.set(budgetKeys.limit, JSON.stringify({ usd: 2, timeZone: "Asia/Tokyo" }));
    await redis.set(budgetKeys.spent(dayOf("Asia/Tokyo", new Date())), 1_500_000);
    const app = await gateway.build({ gauges: BUDGET_GAUGES, dataDir: import.meta.dirname });
    const text = (await app.inject("/metrics")).body;
    await app.close();
    assert.equal(value(text, "guchi_budget_limit_usd"), 2);
    assert.equal(value(text, "guchi_budget_spent_usd"), 1.5);
    for (const name of ["up", "writable", "persists"]) assert.equal(value(text, `guchi_redis_${name}`), 1, name);
    for (const name of ["redis_memory_bytes", "disk_free_bytes", "disk_size_bytes"])
      assert.ok((value(text, `guchi_${name}`) ?? 0) > 0, name);
    assert.equal(value(text, "guchi_redis_memory_limit_bytes"), undefined, "it has none");
  });

  it("tells that Redis takes no writes, and what this gateway knows while it is away", async (t) => {
    const redis = gateway.redis.connect("producer");
    await whenReady(redis);
    await redis.config("SET", "maxmemory", "1");
    assert.equal(value(await scrape(), "guchi_redis_writable"), 0);
    await redis.config("SET", "maxmemory", "0");
    redis.disconnect();
    const app = await gateway.build({ redis });
    t.after(() => app.close());
    const { statusCode, body } = await app.inject("/metrics");
    assert.equal(statusCode, 200);
    assert.equal(value(body, "guchi_redis_up"), 0);
    assert.ok((value(body, "process_resident_memory_bytes") ?? 0) > 0);
    assert.equal(value(body, 'guchi_workers{stage="tts"}'), undefined, "nobody knows");
  });

  it("keeps to the exposition format: help and type before each family, names with units, no line out of form", async () => {
    const text = await scrape();
    const families = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(
      ([, name, type]) => [name ?? "", type ?? ""] as const,
    );
    assert.equal(new Set(families.map(([name]) => name)).size, families.length);
    for (const [name, type] of families) {
      assert.match(name, /^(guchi|process|nodejs)_[a-z_]+$/);
      assert.equal(type === "counter", name.endsWith("_total"), name);
      if (type === "histogram") assert.ok(name.endsWith("_seconds"), name);
    }
    for (const line of text.trimEnd().split("\n")) {
      assert.match(line, /^(# (HELP|TYPE) \S+ .+|[a-z_]+(\{([a-z_]+="[^"\\]*",?)+\})? [0-9.e+-]+)$/);
    }
  });

  it("shows no damaged field, and escapes what a label may hold", () => {
    const field = JSON.stringify({
      name: "stage_errors_total",
      part: "",
      labels: { stage: 'a"b\\c\n', code: "x" },
    });
    const text = renderMetrics(CHAIN_METRICS, { nonsense: "1", [field]: "3", "{}": "x" }, []);
    assert.match(text, /guchi_stage_errors_total\{stage="a\\"b\\\\c\\n",code="x"\} 3/);
    assert.ok(!text.includes("nonsense"));
  });
});

/** The value of one series, or undefined when it is not told. */
function value(text: string, series: string): number | undefined {
  const line = text.split("\n").find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}
