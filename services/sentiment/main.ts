import type { Config } from "@guchi/shared/config/config.ts";
import { createBudget } from "@guchi/shared/providers/budget.ts";
import { providersOf } from "@guchi/shared/providers/choice.ts";
import { runProcess } from "@guchi/shared/service/run-process.ts";
import type { Service } from "@guchi/shared/service/runtime.ts";
import type { Moderator } from "./moderation.ts";
import { createLocalSentiment } from "./providers/local.ts";
import type { SentimentProvider } from "./providers/provider.ts";
import { createSentimentStage } from "./stage.ts";

/** Reads how a message sounds, its language, and signs of self-harm. */
export const service: Service = {
  name: "sentiment",
  async start(runtime) {
    const { config, redis } = runtime;
    const [local, moderator] = await Promise.all([createLocalSentiment(), createModeration(config)]);
    const providers = await Promise.all(
      providersOf(config, "sentiment").map(async (name) => (name === "azure" ? createAzure(config) : local)),
    );
    return runtime.work(createSentimentStage({ providers, local, budget: createBudget(redis, config), moderator }));
  },
};

/** Loaded only where it is used, as any SDK: it takes time and memory. */
async function createAzure(config: Config): Promise<SentimentProvider> {
  const { createAzureSentiment } = await import("./providers/azure.ts");
  return createAzureSentiment(config);
}

async function createModeration(config: Config): Promise<Moderator | undefined> {
  if (config.OPENAI_API_KEY === undefined) return undefined;
  const [{ createOpenAi }, { createModerator }] = await Promise.all([
    import("@guchi/shared/providers/openai.ts"),
    import("./moderation.ts"),
  ]);
  return createModerator(createOpenAi(config), config);
}

if (import.meta.main) await runProcess(service);
