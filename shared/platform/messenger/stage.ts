import { deliveryContract, type DeliverySummary } from "@guchi/chain/delivery.ts";
import { jobOutput } from "@guchi/chain/gather.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import type { JobRecords } from "@guchi/chain/job/records.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { defineStage } from "@guchi/chain/stage.ts";
import { deliveries } from "@guchi/chain/telemetry/chain-metrics.ts";
import type { Messenger } from "./messenger.ts";

interface Deps {
  readonly records: Pick<JobRecords, "read">;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
}

/** The stage that delivers through a messenger. Its pipeline is `deliveryPipeline(name)`. */
export function createDeliveryStage(messenger: Pick<Messenger, "name" | "deliver">, { records, pipelines }: Deps) {
  return defineStage(deliveryContract(messenger.name), {
    // While the other side is down: for most of an hour, soon at first.
    retry: { attempts: 30, backoffMs: 500, maxBackoffMs: 300_000 },
    timeoutMs: 30_000,
    run: async ({ job, finishedAt }, context): Promise<DeliverySummary> => {
      const record = await records.read(job);
      const { owes } = record ?? {};
      // Purged, or rewound after it had failed: nobody waits for this any more.
      const isOver = record?.updatedAt !== finishedAt || owes === undefined || !("messenger" in owes);
      if (isOver) return { status: "withdrawn", at: Date.now() };
      const output = outputOf(pipelines, record);
      const status = await messenger.deliver({ record, to: owes.to, output }, context);
      context.metrics.count(deliveries, { messenger: messenger.name, status });
      return { status, at: Date.now() };
    },
  });
}

function outputOf(pipelines: ReadonlyMap<string, Pipeline>, record: JobRecord): unknown {
  const pipeline = pipelines.get(record.pipeline);
  return record.status !== "completed" || pipeline === undefined ? undefined : jobOutput(pipeline, record);
}
