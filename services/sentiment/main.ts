import { runProcess } from "@guchi/shared/service/run-process.ts";
import type { Service } from "@guchi/shared/service/runtime.ts";
import { createLocalSentiment } from "./providers/local.ts";
import { createSentimentStage } from "./stage.ts";

/** Reads how a message sounds, its language, and signs of self-harm. */
export const service: Service = {
  name: "sentiment",
  async start(runtime) {
    return runtime.work(createSentimentStage({ providers: [await createLocalSentiment()] }));
  },
};

if (import.meta.main) await runProcess(service);
