import type { Running, Runtime } from "@guchi/platform/service/runtime.ts";
import { createReplyStage } from "./stage.ts";

/** Starts the worker of `reply`. */
export async function start(runtime: Runtime): Promise<Running> {
  return runtime.work(createReplyStage({ keptSeconds: runtime.config.JOB_TTL }));
}
