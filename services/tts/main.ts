import { runProcess } from "@guchi/shared/service/run-process.ts";
import type { Service } from "@guchi/shared/service/runtime.ts";
import { createLocalSpeech } from "./providers/local.ts";
import { createTtsStage } from "./stage.ts";

/** Speech comes late in a job: loading the dictionary can wait until the other services have started. In ms. */
const WARM_UP_AFTER_MS = 2_000;

/** Speaks what the idol says. */
export const service: Service = {
  name: "tts",
  async start(runtime) {
    const local = createLocalSpeech();
    const running = await runtime.work(createTtsStage({ providers: [local], media: runtime.media }));
    const timer = setTimeout(() => {
      local.warmUp().catch((error: unknown) => runtime.log.warn({ err: error }, "the local voice is not available"));
    }, WARM_UP_AFTER_MS);
    return {
      close: async () => {
        clearTimeout(timer);
        await running.close();
      },
    };
  },
};

if (import.meta.main) await runProcess(service);
