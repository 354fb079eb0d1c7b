import { runProcess } from "@guchi/shared/service/run-process.ts";
import type { Service } from "@guchi/shared/service/runtime.ts";
import { createRedisPhraseMemory } from "./memory.ts";
import { createLocalPersona } from "./providers/local.ts";
import { createPersonaStage } from "./stage.ts";

/** Decides what the idol says and how she looks. */
export const service: Service = {
  name: "persona",
  async start(runtime) {
    const memory = createRedisPhraseMemory(runtime.redis);
    const local = createLocalPersona({ timeZone: runtime.config.TIME_ZONE });
    return runtime.work(createPersonaStage({ providers: [local], memory }));
  },
};

if (import.meta.main) await runProcess(service);
