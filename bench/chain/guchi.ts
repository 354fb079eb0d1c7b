import { pino } from "pino";
import Type from "typebox";
import { JobClient } from "../../shared/chain/client.ts";
import { checkPipeline } from "../../shared/chain/pipeline.ts";
import { Queues } from "../../shared/chain/queues.ts";
import { defineContract, defineStage } from "../../shared/chain/stage.ts";
import type { Tracer } from "../../shared/chain/telemetry/tracer.ts";
import { StageWorker } from "../../shared/chain/worker.ts";
import { JobRecords } from "../../shared/chain/job/records.ts";
import { STAGES, Waiting, type Conditions, type Contender } from "./contender.ts";
import { keys } from "../../shared/platform/redis/keys.ts";

const Input = Type.Object({ text: Type.String() });
const Output = Type.Object({ ok: Type.Boolean() });

/** The product's own chain: record, replay check, history, events. */
export async function guchi(
  { connect, payload, concurrency }: Conditions,
  name = "guchi",
  tracer?: Tracer,
): Promise<Contender> {
  const contracts = Array.from({ length: STAGES }, (_, index) =>
    defineContract({ name: `${name}-${index}`, input: Input, output: Output }),
  );
  const steps = contracts.map((stage) => ({ stage }));
  const pipeline = checkPipeline({ name: "bench", about: "four no-ops", input: Input, output: Output, steps });
  const pipelines = new Map([["bench", pipeline]]);
  const log = pino({ level: "silent" });
  const waiting = new Waiting();
  const chain = () => {
    const redis = connect();
    return {
      redis,
      queues: new Queues(redis, { keys, onError: fail, tracer }),
      records: new JobRecords(redis, { keys, ttlSeconds: 3_600 }),
    };
  };
  const onFinished = ({ id }: { id: string }) => waiting.done(id);
  const front = chain();
  const client = new JobClient({ ...front, pipelines, tracer });
  const backs = contracts.map((contract) => {
    const back = chain();
    const stage = defineStage(contract, {
      retry: { attempts: 3, backoffMs: 100, maxBackoffMs: 1_000 },
      timeoutMs: 10_000,
      concurrency,
      run: async () => ({ ok: true }),
    });
    const worker = new StageWorker(stage, { ...back, pipelines, log, instance: "bench", onFinished, tracer });
    return { queues: back.queues, worker };
  });
  await Promise.all(backs.map(({ worker }) => worker.ready()));
  return {
    name,
    run: async () => {
      const { id } = await client.start("bench", payload);
      await waiting.for(id);
    },
    close: async () => {
      await Promise.all(backs.map(({ worker }) => worker.close()));
      await Promise.all([front, ...backs].map(({ queues }) => queues.close()));
    },
  };
}

function fail(error: Error): void {
  throw error;
}
