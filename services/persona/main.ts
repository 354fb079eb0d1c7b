import type { Config } from "@guchi/shared/config/config.ts";
import { createBudget } from "@guchi/shared/providers/budget.ts";
import { providersOf } from "@guchi/shared/providers/choice.ts";
import { eraseSaid } from "@guchi/shared/redis/last-said.ts";
import { runProcess } from "@guchi/shared/service/run-process.ts";
import type { Service } from "@guchi/shared/service/runtime.ts";
import { createRedisPhraseMemory, PHRASE_MEMORY_TTL_MS } from "./memory.ts";
import { createLocalPersona } from "./providers/local.ts";
import type { PersonaProvider } from "./providers/provider.ts";
import { createPersonaStage } from "./stage.ts";

/** Decides what the idol says and how she looks. */
export const service: Service = {
  name: "persona",
  async start(runtime) {
    const { config, redis } = runtime;
    // No longer than the job that it was said in.
    const ttlMs = Math.min(PHRASE_MEMORY_TTL_MS, config.JOB_TTL * 1_000);
    const memory = createRedisPhraseMemory(redis, { cipher: runtime.cipher, ttlMs });
    // A user who left while she was thinking of an answer: it was remembered after everything else was forgotten.
    runtime.alsoErase(eraseSaid);
    const local = createLocalPersona({ timeZone: config.TIME_ZONE });
    const providers = await Promise.all(
      providersOf(config, "persona").map(async (name) => (name === "openai" ? createOpenAi(config) : local)),
    );
    return runtime.work(createPersonaStage({ providers, local, memory, budget: createBudget(redis, config) }));
  },
};

/** The SDK takes a third of a second and 34 MB: it is loaded only where it is used. */
async function createOpenAi(config: Config): Promise<PersonaProvider> {
  const [{ createOpenAi: createClient }, { createOpenAiPersona }] = await Promise.all([
    import("@guchi/shared/providers/openai.ts"),
    import("./providers/openai.ts"),
  ]);
  return createOpenAiPersona(createClient(config), config);
}

if (import.meta.main) await runProcess(service);
