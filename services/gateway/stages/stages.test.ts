import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { OLD_SECONDS, StagesView, stageProblem, type StageState } from "@guchi/contracts/stages.ts";
import { queueJobId } from "@guchi/chain/queues.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { startHeartbeat } from "@guchi/platform/service/heartbeat.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { keysOf, startTestGateway, type TestGateway } from "../testing.ts";
import { LOOK_EVERY_MS, StageWatch } from "./watch.ts";

const WELL = {
  name: "tts",
  workers: 1,
  waiting: 0,
  active: 0,
  delayed: 0,
  failed: 0,
  oldestWaitingSeconds: 0,
  paused: false,
};

describe("/stages", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  const stages = async () => parseAs(StagesView, await (await fetch(`${gateway.app.listeningOrigin}/stages`)).json());
  const stage = async (name: string) => (await stages()).stages.find((each) => each.name === name);
  const start = async (count: number, priority?: number) =>
    Promise.all(Array.from({ length: count }, () => gateway.client.start("guchi", { text: "疲れた" }, { priority })));
  /** Makes an entry of sentiment's as old as this. */
  const age = (job: string, seconds: number) => {
    const queue = gateway.queues.get("sentiment");
    return gateway.queues.redis.hset(
      queue.toKey(queueJobId({ job, step: "sentiment" })),
      "timestamp",
      Date.now() - seconds * 1_000,
    );
  };

  it("counts what waits, with a priority or without, and tells how long the oldest has waited", async () => {
    assert.deepEqual(await stage("sentiment"), { ...WELL, name: "sentiment", workers: 0 });
    const plain = await start(5);
    const prioritized = await start(14, 1);
    const [last] = await start(1, 7);
    assert.equal((await stage("sentiment"))?.waiting, 20);
    for (const [id, seconds] of [
      [plain[0]?.id, 100],
      [prioritized[0]?.id, 200],
      [last?.id, 300],
    ] as const) {
      await age(id ?? "", seconds);
      const told = (await stage("sentiment"))?.oldestWaitingSeconds ?? 0;
      assert.ok(told >= seconds && told < seconds + 60, `${told} s`);
    }
    const text = await (await fetch(`${gateway.app.listeningOrigin}/metrics`)).text();
    assert.match(text, /^guchi_queue_entries\{stage="sentiment",state="waiting"\} 20$/m);
    assert.match(text, /^guchi_queue_oldest_waiting_seconds\{stage="sentiment"\} 3\d\d(\.\d+)?$/m);
    assert.match(text, /^guchi_queue_oldest_waiting_seconds\{stage="tts"\} 0$/m);
  });

  it("is degraded while a stage has no live worker, an old entry or both, and ok after", async () => {
    const worker = gateway.redis.connect();
    const { stages: all } = await stages();
    const beats = all.map(({ name }) => startHeartbeat(worker, name, "test", (error) => assert.fail(String(error))));
    await until("every worker to be heard of", async () =>
      (await stages()).stages.every(({ workers }) => workers === 1),
    );
    assert.equal((await stages()).status, "degraded", "the oldest still waits");
    await gateway.queues.get("sentiment").obliterate({ force: true });
    assert.equal((await stages()).status, "ok");
    await gateway.queues.get("tts").pause();
    assert.equal((await stage("tts"))?.paused, true);
    assert.equal((await stages()).status, "ok", "nobody waits for it");
    await beats[0]?.();
    assert.equal((await stages()).status, "degraded");
    await Promise.all(beats.map((stop) => stop()));
  });

  it("is open to whom /jobs is open to", async () => {
    const closed = await gateway.build({
      access: { apiKeys: keysOf("0123456789abcdef"), rateLimit: { jobs: 600, seconds: 60 } },
    });
    assert.equal((await closed.inject({ url: "/stages" })).statusCode, 401);
    const headers = { "x-api-key": "0123456789abcdef" };
    assert.equal((await closed.inject({ url: "/stages", headers })).statusCode, 200);
    assert.equal((await closed.inject({ url: "/stages?x=1", headers })).statusCode, 400, "it has no parameters");
    await closed.close();
  });
});

describe("the watch of the stages", () => {
  let now: number;
  let lines: string[];
  let watch: StageWatch;
  beforeEach(() => {
    [now, lines] = [0, []];
    const note = (_about: object, text: string) => void lines.push(`${now / 1_000} s: ${text}`);
    watch = new StageWatch({ info: note, warn: note });
  });
  const look = (state: StageState, times = 1) => {
    for (let time = 0; time < times; time++) {
      watch.look([state], now);
      now += LOOK_EVERY_MS;
    }
  };
  const dead = { ...WELL, workers: 0, waiting: 3, oldestWaitingSeconds: 32 };

  it("tells once that a stage is ill, when it stays so, and once that it is well again", () => {
    look(dead, 5);
    look(WELL);
    assert.deepEqual(lines, [], "a restart is no illness");
    look(dead, 7);
    look(WELL, 2);
    // With the 6 s until its worker counts as dead, and the 2 s until the next look, 18 s.
    assert.deepEqual(lines, [
      "22 s: tts has no live worker; 3 waiting, the oldest for 32 s",
      "26 s: tts is well again",
    ]);
  });

  it("tells of a stage that is behind when its last worker dies", () => {
    const behind = { ...WELL, waiting: 1, oldestWaitingSeconds: OLD_SECONDS + 1 };
    look(behind, 7);
    look(dead, 7);
    look(WELL);
    assert.deepEqual(lines, [
      "10 s: tts is behind; 1 waiting, the oldest for 61 s",
      "24 s: tts has no live worker; 3 waiting, the oldest for 32 s",
      "28 s: tts is well again",
    ]);
  });

  it("tells a stage that is behind from one that is paused", () => {
    const old = { ...WELL, waiting: 1, oldestWaitingSeconds: OLD_SECONDS + 1 };
    assert.equal(stageProblem(old), "tts is behind; 1 waiting, the oldest for 61 s");
    assert.equal(stageProblem({ ...old, paused: true }), "the queue of tts is paused; 1 waiting, the oldest for 61 s");
    assert.equal(stageProblem({ ...old, oldestWaitingSeconds: OLD_SECONDS }), undefined);
  });
});
