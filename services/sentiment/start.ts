import { CARE_MEMORY_MS, recallCare, rememberCare } from "@guchi/contracts/memory/care-memory.ts";
import type { Running, Runtime } from "@guchi/platform/service/runtime.ts";
import { createBudget } from "@guchi/providers/budget.ts";
import type { Moderation } from "@guchi/providers/moderation.ts";
import { createListener } from "./listening/listen.ts";
import { localSentiment } from "./providers/local.ts";
import type { SentimentProvider } from "./providers/provider.ts";
import { providers as choice, type SentimentSettings, type settings } from "./settings.ts";
import { type CareMemory, createSentimentStage } from "./stage.ts";

/** Starts the worker of `sentiment`, with the providers that the settings name. */
export async function start(runtime: Runtime<typeof settings>): Promise<Running> {
  const { config, redis, cipher } = runtime;
  const [listen, moderation] = await Promise.all([createListener(), moderationOf(config)]);
  const providers = await Promise.all(
    choice.of(config).map(async (name) => (name === "local" ? localSentiment : CREATE[name](config))),
  );
  const memory: CareMemory = {
    recall: (job) => recallCare(redis, cipher, job),
    // No longer than the job that told of it.
    remember: (note) =>
      rememberCare(redis, cipher, { ...note, ttlMs: Math.min(CARE_MEMORY_MS, config.JOB_TTL * 1_000) }),
  };
  const budget = createBudget(redis, config);
  return runtime.work(createSentimentStage({ listen, providers, memory, budget, moderation }));
}

/** Each loaded only where it is used, as any SDK: it takes time and memory. */
const CREATE = {
  async azure(config: SentimentSettings): Promise<SentimentProvider> {
    const { createAzureSentiment } = await import("./providers/azure.ts");
    return createAzureSentiment(config);
  },
};

async function moderationOf(config: SentimentSettings): Promise<Moderation | undefined> {
  if (config.OPENAI_API_KEY === undefined) return undefined;
  const [{ createOpenAi }, { createModeration }] = await Promise.all([
    import("@guchi/providers/openai.ts"),
    import("@guchi/providers/moderation.ts"),
  ]);
  return createModeration(createOpenAi(config), config);
}
