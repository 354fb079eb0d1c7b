import type { JobClient } from "@guchi/chain/client.ts";
import { JobIndex } from "@guchi/chain/job/job-index.ts";
import { JobSummaries } from "@guchi/chain/job/summaries.ts";
import type { Admission } from "@guchi/platform/load/admission.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import type { Running } from "@guchi/platform/service/runtime.ts";
import type { GatewayRuntime } from "../settings.ts";
import { createBulkStage } from "./stage.ts";

/** Works on bulk actions. */
export async function workOnBulk(
  runtime: GatewayRuntime,
  { client, admission }: { readonly client: JobClient; readonly admission: Admission },
): Promise<Running> {
  const { redis, pipelines } = runtime;
  const index = new JobIndex(redis, keys);
  const summaries = new JobSummaries(redis, keys);
  return runtime.work(createBulkStage({ client, admission, pipelines, index, summaries, redis }));
}
