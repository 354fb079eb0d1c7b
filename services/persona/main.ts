import type { Config } from "@guchi/shared/config/config.ts";
import { providersOf } from "@guchi/shared/providers/choice.ts";
import { runProcess } from "@guchi/shared/service/run-process.ts";
import type { Service } from "@guchi/shared/service/runtime.ts";
import { createRedisPhraseMemory } from "./memory.ts";
import { createLocalPersona } from "./providers/local.ts";
import type { PersonaProvider } from "./providers/provider.ts";
import { createPersonaStage } from "./stage.ts";

/** Decides what the idol says and how she looks. */
export const service: Service = {
  name: "persona",
  async start(runtime) {
    const memory = createRedisPhraseMemory(runtime.redis);
    const providers = await createProviders(runtime.config);
    return runtime.work(createPersonaStage({ providers, memory }));
  },
};

async function createProviders(config: Config): Promise<readonly PersonaProvider[]> {
  return Promise.all(providersOf(config, "persona").map((name) => createProvider(name, config)));
}

async function createProvider(name: "openai" | "local", config: Config): Promise<PersonaProvider> {
  return name === "openai" ? createOpenAi(config) : createLocalPersona({ timeZone: config.TIME_ZONE });
}

/** The SDK takes a third of a second and 34 MB: it is loaded only where it is used. */
async function createOpenAi(config: Config): Promise<PersonaProvider> {
  const [{ createOpenAi: createClient }, { createOpenAiPersona }] = await Promise.all([
    import("@guchi/shared/providers/openai.ts"),
    import("./providers/openai.ts"),
  ]);
  return createOpenAiPersona(createClient(config), config);
}

if (import.meta.main) await runProcess(service);
