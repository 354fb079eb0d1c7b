import type { Config } from "@guchi/platform/config/config.ts";
import { createBudget } from "@guchi/providers/budget.ts";
import { providersOf } from "@guchi/providers/choice.ts";
import { eraseSaid } from "@guchi/contracts/memory/last-said.ts";
import { runProcess } from "@guchi/platform/service/run-process.ts";
import type { Service } from "@guchi/platform/service/runtime.ts";
import { createRedisPhraseMemory, PHRASE_MEMORY_TTL_MS } from "./memory.ts";
import { createLocalPersona } from "./providers/local.ts";
import { createPersonaStage } from "./stage.ts";

/** Decides what the idol says and how she looks. */
export const service: Service = {
  name: "persona",
  async start(runtime) {
    const { config, redis } = runtime;
    // No longer than the job that it was said in.
    const ttlMs = Math.min(PHRASE_MEMORY_TTL_MS, config.JOB_TTL * 1_000);
    const memory = createRedisPhraseMemory(redis, { cipher: runtime.cipher, ttlMs });
    // A user who left while she was thinking of an answer: it was remembered after everything else
    // was forgotten.
    runtime.alsoErase(eraseSaid);
    const local = createLocalPersona({ timeZone: config.TIME_ZONE });
    const openAi = providersOf(config, "persona").includes("openai") ? await loadOpenAi(config) : undefined;
    const providers = providersOf(config, "persona").map((name) => (name === "openai" && openAi?.persona) || local);
    const { moderation } = openAi ?? {};
    const budget = createBudget(redis, config);
    return runtime.work(createPersonaStage({ providers, local, memory, budget, moderation }));
  },
};

/** The SDK takes a third of a second and 34 MB: it is loaded only where it is used. */
async function loadOpenAi(config: Config) {
  const [{ createOpenAi }, { createModeration }, { createOpenAiPersona }] = await Promise.all([
    import("@guchi/providers/openai.ts"),
    import("@guchi/providers/moderation.ts"),
    import("./providers/openai.ts"),
  ]);
  const client = createOpenAi(config);
  return { persona: createOpenAiPersona(client, config), moderation: createModeration(client, config) };
}

if (import.meta.main) await runProcess(service);
