import { runProcess } from "@guchi/shared/service/run-process.ts";
import type { Service } from "@guchi/shared/service/runtime.ts";
import { createLocalSpeech } from "./providers/local.ts";
import { createTtsStage } from "./stage.ts";

/** Speaks what the idol says. */
export const service: Service = {
  name: "tts",
  async start(runtime) {
    const local = createLocalSpeech();
    const running = await runtime.work(createTtsStage({ providers: [local], media: runtime.media }));
    // Not before: speech comes late in a job, and loading would hold up the start of everything else.
    local.warmUp().catch((error: unknown) => runtime.log.warn({ err: error }, "the local voice is not available"));
    return running;
  },
};

if (import.meta.main) await runProcess(service);
