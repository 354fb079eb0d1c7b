import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Redis } from "ioredis";
import { redisAsText } from "../shared/chain/testing/redis.ts";
import { startFakeCollector } from "./fakes/otlp/server.ts";
import { newDataDir, startSystem, type TestSystem } from "./support/system.ts";

/** Words that occur nowhere else, so that every trace of them is found. */
const WORDS = "ピーマン星人課長";
const COMPLAINT = `${WORDS}に怒られて疲れた。もう無理`;
const KEY = "the-api-key-of-this-test";

describe("what people write", { timeout: 180_000 }, () => {
  let dataDir: string;
  let system: TestSystem;
  let collector: Awaited<ReturnType<typeof startFakeCollector>>;
  const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
  const secrets = {
    API_KEYS: KEY,
    ADMIN_PASSWORD: "the-admin-password-of-this-test",
    DATA_KEY: Buffer.alloc(32, 9).toString("base64"),
    CALLBACK_SECRET: `whsec_${Buffer.alloc(32, 8).toString("base64")}`,
  };
  before(async () => {
    dataDir = await newDataDir();
    collector = await startFakeCollector();
    system = await startSystem(dataDir, {
      LOG_LEVEL: "trace",
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      ...secrets,
    });
  });
  after(async () => {
    await system.killAll();
    await collector.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const call = async (path: string, init: RequestInit = {}) =>
    (await fetch(system.base + path, { headers, ...init })).text();
  const post = (body: unknown) => call("/jobs", { method: "POST", body: JSON.stringify(body) });

  /** All that the collector got once the job's last step is there: one trace over all processes. */
  const traces = async (job: string) => {
    const all = await collector.once("the last step", (spans) => spans.some(({ name }) => name === "run reply"));
    const its = all.filter(({ attributes }) => attributes["guchi.job.id"] === job);
    assert.equal(new Set(its.map(({ traceId }) => traceId)).size, 1);
    assert.ok(its.length >= 6, "the start and a run of each step");
    return collector.text();
  };

  it("is in no log line, metric, trace, Bull Board page, error body, nor in Redis in the clear; and secrets are nowhere", async () => {
    const { id } = JSON.parse(await post({ pipeline: "guchi-fast", input: { text: COMPLAINT, user: "somebody" } })) as {
      id: string;
    };
    const ended = await call(`/jobs/${id}/events`);
    assert.ok(ended.includes("event: end") && ended.includes(WORDS), "the job's own starter sees it");
    const errors = await Promise.all([
      post({ pipeline: "guchi", input: { text: [COMPLAINT] } }),
      post({ pipeline: "guchi", input: { text: COMPLAINT, txet: WORDS } }),
      post({ pipeline: "guchi", input: COMPLAINT }),
      call("/jobs", { method: "POST", body: `{"pipeline":"guchi","input":{"text":"${COMPLAINT}` }),
      call(`/jobs/${encodeURIComponent(WORDS)}`),
      call(`/jobs?cursor=${encodeURIComponent(WORDS)}`),
    ]);
    const admin = {
      headers: { authorization: `Basic ${Buffer.from(`admin:${secrets.ADMIN_PASSWORD}`).toString("base64")}` },
    };
    const board = await Promise.all(
      ["sentiment", "persona", "imagegen", "tts", "reply"].map((stage) =>
        call(`/admin/queues/api/queues?activeQueue=${stage}&status=completed&page=1&jobsPerPage=100`, admin),
      ),
    );
    assert.ok(
      board.every((page) => page.includes(id)),
      "Bull Board shows the entries",
    );
    const places = {
      "the log": system.output(),
      "an error": errors.join("\n"),
      "Bull Board": board.join("\n"),
      metrics: await call("/metrics"),
      "the traces": await traces(id),
      Redis: await dump(join(dataDir, "redis", "redis.sock")),
    };
    const { output, traceId } = JSON.parse(await call(`/jobs/${id}`)) as {
      output: { message: string };
      traceId: string;
    };
    assert.ok(!places["the traces"].includes(output.message.slice(0, 8)), "what she said is in the traces");
    assert.ok(places["the log"].includes(`"trace_id":"${traceId}"`), "the log names the job's trace");
    assert.match(places.Redis, /guchi:persona:/);
    for (const [where, text] of Object.entries(places)) {
      assert.ok(text.length > 100, where);
      assert.ok(!text.includes(WORDS), `the words are in ${where}`);
      assert.ok(!text.includes("somebody"), `the user is in ${where}`);
      for (const [name, secret] of Object.entries(secrets)) assert.ok(!text.includes(secret), `${name} is in ${where}`);
    }
    assert.equal((await fetch(`${system.base}/jobs/${id}`, { method: "DELETE", headers })).status, 204);
    assert.equal((await fetch(`${system.base}/jobs/${id}`, { headers })).status, 410);
    assert.doesNotMatch(
      await dump(join(dataDir, "redis", "redis.sock")),
      /guchi:persona:/,
      "nor what she said to the user",
    );
  });
});

async function dump(socket: string): Promise<string> {
  const redis = new Redis(socket);
  const text = await redisAsText(redis);
  redis.disconnect();
  return text;
}
