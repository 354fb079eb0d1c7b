import { pino } from "pino";
import Type from "typebox";
import { JobClient } from "../client.ts";
import { checkPipeline, type Exit, type Pipeline, type PipelineSpec, type Step } from "../pipeline.ts";
import { Queues } from "../queues.ts";
import { defineContract, defineStage, type Stage } from "../stage.ts";
import { Waker } from "../waker.ts";
import { StageWorker, type StageWorkerDeps } from "../worker.ts";
import { isFinished } from "../job/actions.ts";
import { JobIndex } from "../job/job-index.ts";
import type { JobRecord } from "../job/record.ts";
import { JobRecords } from "../job/records.ts";
import { parseAs } from "../schema.ts";
import type { Tracer } from "../telemetry/tracer.ts";
import { chainKeys, type ChainKeys } from "../redis/keys.ts";
import type { TestRedis } from "./redis.ts";
import { until } from "./until.ts";

const Anything = Type.Record(Type.String(), Type.Unknown());

/** The keys of the tests' chains. */
export const keys = chainKeys("test");

/** A stage for tests: takes and gives any object, retries at once. */
export function testStage(name: string, run: Stage["run"], policy: Partial<Stage> = {}): Stage {
  return defineStage(anything(name), {
    retry: { attempts: 3, backoffMs: 0, maxBackoffMs: 1_000 },
    timeoutMs: 5_000,
    concurrency: 4,
    ...policy,
    run: async (input, context) => parseAs(Anything, await run(input, context)),
  });
}

/** The contract of a test stage. */
function anything(name: string) {
  return defineContract({ name, input: Anything, output: Anything });
}

/** A step by the name of its stage, or in more words; a pause as `waitStep` makes it. */
type TestStep = string | (Omit<Step, "stage"> & { readonly stage: string | Step["stage"] });

interface TestPipeline extends Partial<Omit<PipelineSpec, "steps">> {
  readonly name: string;
  readonly steps: readonly (TestStep | readonly TestStep[])[];
  /** Names of steps. */
  readonly optional?: readonly string[];
  readonly exits?: Readonly<Record<string, Exit>>;
}

/** A pipeline of test stages. */
export function testPipeline({ steps, optional = [], exits = {}, ...more }: TestPipeline): Pipeline {
  const step = (given: TestStep): Step => {
    const { stage: of, ...options } = typeof given === "string" ? { stage: given } : given;
    const stage = typeof of === "string" ? anything(of) : of;
    const name = options.name ?? stage.name;
    const exit = exits[name];
    return { optional: optional.includes(name), ...options, stage, ...(exit && { exit }) };
  };
  const groups = steps.map((each) => (isGroup(each) ? each.map(step) : step(each)));
  return checkPipeline({ about: "test", input: Anything, output: Anything, ...more, steps: groups });
}

function isGroup(step: TestStep | readonly TestStep[]): step is readonly TestStep[] {
  return Array.isArray(step);
}

/**
 * The chain over one connection, with workers that a test starts and ends. `chain`: the keys of
 * another one, to work beside it.
 */
export function testChain(
  redis: Pick<TestRedis, "connect">,
  pipelines: readonly Pipeline[],
  chain: ChainKeys = keys,
  tracer?: Tracer,
) {
  const connection = redis.connect();
  const byName = new Map(pipelines.map((pipeline) => [pipeline.name, pipeline]));
  const log = pino({ level: process.env["TEST_LOG_LEVEL"] ?? "silent" });
  const queues = new Queues(connection, { keys: chain, onError: () => undefined, tracer });
  const records = new JobRecords(connection, { keys: chain, ttlSeconds: 3_600 });
  const client = new JobClient({
    records,
    queues,
    pipelines: byName,
    tracer,
    eraseFirst: async (id) => void (await connection.del(`trace:${id}`)),
  });
  const workers: StageWorker[] = [];
  const ended = redis.connect("subscriber");
  void ended.subscribe(chain.ended);
  ended.on("message", (_, id: string) => {
    for (const worker of workers) worker.jobEnded(id);
  });
  return {
    redis: connection,
    queues,
    records,
    index: new JobIndex(connection, chain),
    client,
    log,
    pipelines: byName,
    waker: new Waker({ client, records, log }),
    work: (stage: Stage, more: Partial<StageWorkerDeps> = {}) => {
      const instance = `test-${workers.length}`;
      const deps = { records, queues, pipelines: byName, redis: connection, log, instance, tracer, ...more };
      const worker = new StageWorker(stage, deps);
      workers.push(worker);
      return worker;
    },
    /** Makes the record alone, as a process that dies before it has queued the job. */
    recordOnly: async (id: string, pipeline: string, input: object = {}, by = records) => {
      const { layout } = byName.get(pipeline) ?? missing(pipeline);
      await by.keepLayout(layout);
      return by.create({ id, pipeline, layout, input, fingerprint: by.fingerprint(pipeline, input) });
    },
    finished: (id: string) =>
      until<JobRecord>(`job ${id} to finish`, async () => {
        const record = await records.read(id);
        return record !== undefined && isFinished(record.status) && record;
      }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await queues.close();
    },
  };
}

function missing(pipeline: string): never {
  throw new Error(`There is no pipeline "${pipeline}"`);
}
