import { CARE_MEMORY } from "@guchi/contracts/memory/care-memory.ts";
import { defineService } from "@guchi/platform/service/service.ts";
import { BUDGET_GAUGES } from "@guchi/providers/budget-gauges.ts";
import { PROVIDER_METRICS } from "@guchi/providers/metrics.ts";
import { modelWarnings } from "@guchi/providers/model-check.ts";
import { providers, settings, settingsProblems } from "./settings.ts";

/** Hears how a message sounds, its language, and signs of danger. */
export const service = defineService({
  name: "sentiment",
  settings,
  stages: { sentiment: { concurrency: 16 } },
  metrics: PROVIDER_METRICS,
  gauges: BUDGET_GAUGES,
  keeps: [CARE_MEMORY],
  settingsProblems,
  banner: (config) => [["sentiment", providers.text(config)]],
  warnings: (config, asking) =>
    modelWarnings(config, [{ setting: "OPENAI_MODERATION_MODEL", model: config.OPENAI_MODERATION_MODEL }], asking),
  start: async (runtime) => (await import("./start.ts")).start(runtime),
});
