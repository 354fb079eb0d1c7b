import type { Running, Runtime } from "@guchi/platform/service/runtime.ts";
import { createBudget } from "@guchi/providers/budget.ts";
import { createRedisPhraseMemory, PHRASE_MEMORY_TTL_MS } from "./memory.ts";
import { createLocalPersona } from "./providers/local.ts";
import { providers as choice, type PersonaSettings, type settings } from "./settings.ts";
import { createPersonaStage } from "./stage.ts";

/** Starts the worker of `persona`, with the providers that the settings name. */
export async function start(runtime: Runtime<typeof settings>): Promise<Running> {
  const { config, redis } = runtime;
  // No longer than the job that it was said in.
  const ttlMs = Math.min(PHRASE_MEMORY_TTL_MS, config.JOB_TTL * 1_000);
  const memory = createRedisPhraseMemory(redis, { cipher: runtime.cipher, ttlMs });
  const local = createLocalPersona({ timeZone: config.TIME_ZONE });
  const names = choice.of(config);
  const openAi = names.includes("openai") ? await loadOpenAi(config) : undefined;
  const own = names.includes("own-model") ? await loadOwnModel(config) : undefined;
  const engines = { openai: openAi?.persona, "own-model": own, local };
  const providers = names.map((name) => engines[name] ?? local);
  const { moderation } = openAi ?? {};
  const budget = createBudget(redis, config);
  return runtime.work(createPersonaStage({ providers, local, memory, budget, moderation }));
}

async function loadOwnModel(config: PersonaSettings) {
  const { createOwnModel } = await import("./providers/own-model.ts");
  return createOwnModel(config);
}

/** The SDK takes a third of a second and 34 MB: it is loaded only where it is used. */
async function loadOpenAi(config: PersonaSettings) {
  const [{ createOpenAi }, { createModeration }, { createOpenAiPersona }] = await Promise.all([
    import("@guchi/providers/openai.ts"),
    import("@guchi/providers/moderation.ts"),
    import("./providers/openai.ts"),
  ]);
  const client = createOpenAi(config);
  return { persona: createOpenAiPersona(client, config), moderation: createModeration(client, config) };
}
