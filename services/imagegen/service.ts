import { mediaProblems } from "@guchi/platform/media/settings.ts";
import { defineService } from "@guchi/platform/service/service.ts";
import { BUDGET_GAUGES } from "@guchi/providers/budget-gauges.ts";
import { PROVIDER_METRICS } from "@guchi/providers/metrics.ts";
import { modelWarnings } from "@guchi/providers/model-check.ts";
import { providers, settings, type ImagegenSettings } from "./settings.ts";

/** Draws the picture. */
export const service = defineService({
  name: "imagegen",
  settings,
  stages: { imagegen: { concurrency: 2, remoteConcurrency: 16 } },
  metrics: PROVIDER_METRICS,
  gauges: BUDGET_GAUGES,
  settingsProblems: (config) => [...providers.problems(config), ...mediaProblems(config)],
  banner: (config) => [["imagegen", providers.text(config)]],
  warnings: (config, asking) => modelWarnings(config, models(config), asking),
  start: async (runtime) => (await import("./start.ts")).start(runtime),
});

function models(config: ImagegenSettings) {
  const isUsed = providers.of(config).includes("openai");
  return isUsed ? [{ setting: "OPENAI_IMAGE_MODEL", model: config.OPENAI_IMAGE_MODEL }] : [];
}
