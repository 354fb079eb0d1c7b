import { runProcess } from "@guchi/shared/service/run-process.ts";
import type { Service } from "@guchi/shared/service/runtime.ts";
import { createLocalSpeech } from "./providers/local.ts";
import { createTtsStage } from "./stage.ts";

/** Speaks what the idol says. */
export const service: Service = {
  name: "tts",
  async start(runtime) {
    return runtime.work(createTtsStage({ providers: [await createLocalSpeech()], media: runtime.media }));
  },
};

if (import.meta.main) await runProcess(service);
