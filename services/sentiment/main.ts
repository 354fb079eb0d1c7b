import type { Config } from "@guchi/platform/config/config.ts";
import { createBudget } from "@guchi/providers/budget.ts";
import { providersOf } from "@guchi/providers/choice.ts";
import type { Moderation } from "@guchi/providers/moderation.ts";
import { CARE_MEMORY_MS, eraseCare, recallCare, rememberCare } from "@guchi/contracts/memory/care-memory.ts";
import { runProcess } from "@guchi/platform/service/run-process.ts";
import type { Service } from "@guchi/platform/service/runtime.ts";
import { createListener } from "./listening/listen.ts";
import { localSentiment } from "./providers/local.ts";
import type { SentimentProvider } from "./providers/provider.ts";
import { type CareMemory, createSentimentStage } from "./stage.ts";

/** Hears how a message sounds, its language, and signs of danger. */
export const service: Service = {
  name: "sentiment",
  async start(runtime) {
    const { config, redis, cipher } = runtime;
    const [listen, moderation] = await Promise.all([createListener(), moderationOf(config)]);
    const providers = await Promise.all(
      providersOf(config, "sentiment").map(async (name) => (name === "azure" ? createAzure(config) : localSentiment)),
    );
    const memory: CareMemory = {
      recall: (job) => recallCare(redis, cipher, job),
      // No longer than the job that told of it.
      remember: (note) =>
        rememberCare(redis, cipher, { ...note, ttlMs: Math.min(CARE_MEMORY_MS, config.JOB_TTL * 1_000) }),
    };
    // Of a job that is purged while it is heard, the note was written after everything else was
    // erased.
    runtime.alsoErase(eraseCare);
    return runtime.work(
      createSentimentStage({ listen, providers, memory, budget: createBudget(redis, config), moderation }),
    );
  },
};

/** Loaded only where it is used, as any SDK: it takes time and memory. */
async function createAzure(config: Config): Promise<SentimentProvider> {
  const { createAzureSentiment } = await import("./providers/azure.ts");
  return createAzureSentiment(config);
}

async function moderationOf(config: Config): Promise<Moderation | undefined> {
  if (config.OPENAI_API_KEY === undefined) return undefined;
  const [{ createOpenAi }, { createModeration }] = await Promise.all([
    import("@guchi/providers/openai.ts"),
    import("@guchi/providers/moderation.ts"),
  ]);
  return createModeration(createOpenAi(config), config);
}

if (import.meta.main) await runProcess(service);
