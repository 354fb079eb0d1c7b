import { StageWorker } from "@guchi/chain/worker.ts";
import type { Stage } from "@guchi/chain/stage.ts";
import { BULK_PIPELINE } from "@guchi/contracts/bulk.ts";
import { JobView } from "@guchi/contracts/job.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { testPipeline, testStage } from "@guchi/chain/testing/chain.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { CALLBACK_PIPELINE } from "@guchi/chain/callback.ts";
import { PIPELINES } from "@guchi/contracts/pipelines.ts";
import { StageError } from "@guchi/chain/errors.ts";
import { callStep } from "@guchi/chain/call/call.ts";
import { mapStep } from "@guchi/chain/map/map.ts";
import { waitStep } from "@guchi/chain/pause.ts";
import { Waker } from "@guchi/chain/waker.ts";
import { pino } from "pino";
import Type from "typebox";
import type { AppDeps } from "../app.ts";
import { startTestGateway } from "../testing.ts";
import { closed } from "./headers.ts";

/** Opens and shuts: work that waits until a test lets it go on. */
class Gate {
  #open = Promise.withResolvers<void>();
  arrivals = 0;

  /** Waits until the gate is open; rejects when the signal aborts. */
  async pass(signal: AbortSignal): Promise<void> {
    this.arrivals += 1;
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
    await Promise.race([this.#open.promise, aborted]);
  }

  open(): void {
    this.#open.resolve();
  }

  shut(): void {
    this.#open = Promise.withResolvers();
  }
}

const Anything = Type.Record(Type.String(), Type.Unknown());
const second = { name: "second", input: Anything, output: Anything };

function itemsOf({ input }: { readonly input: unknown }): unknown {
  return (input as { items: unknown }).items;
}

/**
 * A gateway with pipelines that a test holds in its hand: `walk` is first → second; what second
 * does, its input says: `{hold: true}` waits at the gate, `{fail: true}` fails for good as long as
 * `failing` is true, `{tell: {…}}` is told as progress. `line` is internal. `ask` waits for an
 * event first, `each` runs second for each of `input.items`, `errand` calls walk with its input.
 */
export async function startWalkGateway(more: Partial<AppDeps> = {}) {
  const walk = testPipeline({ name: "walk", steps: ["first", "second"], internal: ["line"] });
  const stroll = testPipeline({ name: "stroll", steps: ["first"] });
  const approval = waitStep("approval", { schema: Type.Object({ approved: Type.Boolean() }, closed), timeout: "1h" });
  const ask = testPipeline({ name: "ask", steps: [approval, "first"] });
  const each = testPipeline({ name: "each", steps: [mapStep(itemsOf, second, { name: "all", concurrency: 2 })] });
  const errand = testPipeline({
    name: "errand",
    steps: [callStep("out", { pipeline: walk, input: ({ input }) => input })],
  });
  const hidden = [CALLBACK_PIPELINE, BULK_PIPELINE].flatMap((name) => PIPELINES.get(name) ?? []);
  const named = [walk, stroll, ask, each, errand, ...hidden];
  const pipelines = new Map(named.map((pipeline) => [pipeline.name, pipeline]));
  const gateway = await startTestGateway({ pipelines, ...more });
  const gate = new Gate();
  const state = { failing: true, runs: { first: 0, second: 0 } };
  const log = pino({ level: process.env["TEST_LOG_LEVEL"] ?? "silent" });
  const workers: StageWorker[] = [];
  const ended = gateway.redis.connect("subscriber");
  await ended.subscribe(keys.ended);
  ended.on("message", (_, id: string) => {
    for (const worker of workers) worker.jobEnded(id);
  });
  const work = (stage: Stage) => {
    const redis = gateway.redis.connect("worker");
    workers.push(new StageWorker(stage, { ...gateway, redis, log, instance: "test-worker" }));
  };
  work(
    testStage("first", async () => {
      state.runs.first += 1;
      return { provider: "feet" };
    }),
  );
  work(
    testStage("second", async (input, { signal, progress }) => {
      state.runs.second += 1;
      const { hold, fail, tell } = input as { hold?: boolean; fail?: boolean; tell?: object };
      if (tell !== undefined) progress({ ...tell });
      if (hold === true) await gate.pass(signal);
      if (fail === true && state.failing)
        throw new StageError("On purpose.", { code: "provider_refused", class: "refused" });
      return { there: true };
    }),
  );
  const base = gateway.app.listeningOrigin;
  const call = (path: string, init: RequestInit = {}) => fetch(`${base}${path}`, init);
  const json = async (path: string, init: RequestInit = {}) => {
    const response = await call(path, init);
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Record<string, unknown>,
    };
  };
  const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    json(path, {
      method: "POST",
      headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const start = async (input: object, pipeline = "walk") =>
    String((await post("/jobs", { pipeline, input })).body["id"]);
  const get = async (id: string) => parseAs(JobView, (await json(`/jobs/${id}`)).body);
  return {
    ...gateway,
    base,
    gate,
    state,
    waker: new Waker({ ...gateway, log }),
    call,
    json,
    post,
    start,
    get,
    work,
    inStatus: (id: string, status: string) =>
      until(`job ${id} to be ${status}`, async () => {
        const job = await get(id);
        return job.status === status && job;
      }),
    stop: async () => {
      gate.open();
      await Promise.all(workers.map((worker) => worker.close()));
      await gateway.stop();
    },
  };
}
