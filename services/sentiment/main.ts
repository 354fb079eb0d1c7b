import type { Config } from "@guchi/shared/config/config.ts";
import { createBudget } from "@guchi/shared/providers/budget.ts";
import { providersOf } from "@guchi/shared/providers/choice.ts";
import { eraseCare, recallCare, rememberCare } from "@guchi/shared/redis/care-memory.ts";
import { runProcess } from "@guchi/shared/service/run-process.ts";
import type { Service } from "@guchi/shared/service/runtime.ts";
import { createListener } from "./listening/listen.ts";
import type { Moderator } from "./moderation.ts";
import { localSentiment } from "./providers/local.ts";
import type { SentimentProvider } from "./providers/provider.ts";
import { type CareMemory, createSentimentStage } from "./stage.ts";

/** Hears how a message sounds, its language, and signs of danger. */
export const service: Service = {
  name: "sentiment",
  async start(runtime) {
    const { config, redis, cipher } = runtime;
    const [listen, moderator] = await Promise.all([createListener(), createModeration(config)]);
    const providers = await Promise.all(
      providersOf(config, "sentiment").map(async (name) => (name === "azure" ? createAzure(config) : localSentiment)),
    );
    const memory: CareMemory = {
      recall: (job) => recallCare(redis, cipher, job),
      remember: (user, job, cared) => rememberCare(redis, cipher, user, job, cared),
    };
    // Of a job that is purged while it is heard, the note was written after everything else was erased.
    runtime.alsoErase(eraseCare);
    return runtime.work(
      createSentimentStage({ listen, providers, memory, budget: createBudget(redis, config), moderator }),
    );
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
