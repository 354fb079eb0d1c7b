import { defineService } from "@guchi/platform/service/service.ts";
import { BUDGET_GAUGES } from "@guchi/providers/budget-gauges.ts";
import { PROVIDER_METRICS } from "@guchi/providers/metrics.ts";
import { modelWarnings } from "@guchi/providers/model-check.ts";
import { TOLD_FILMS } from "./memory.ts";
import { filmsMissing, filmsRecommended } from "./metrics.ts";
import { providers, settings, type MoviesSettings } from "./settings.ts";

/** Recommends films. */
export const service = defineService({
  name: "movies",
  sharesProcess: true,
  settings,
  stages: { recommend: { concurrency: 16 } },
  metrics: [...PROVIDER_METRICS, filmsRecommended, filmsMissing],
  gauges: BUDGET_GAUGES,
  keeps: [TOLD_FILMS],
  settingsProblems: (config) => providers.problems(config),
  banner: (config) => [["movies", providers.text(config)]],
  warnings: (config, asking) => modelWarnings(config, models(config), asking),
  start: async (runtime) => (await import("./start.ts")).start(runtime),
});

function models(config: MoviesSettings) {
  const isUsed = providers.of(config).includes("openai");
  return isUsed ? [{ setting: "OPENAI_EMBEDDING_MODEL", model: config.OPENAI_EMBEDDING_MODEL }] : [];
}
