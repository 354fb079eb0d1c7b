import { LAST_SAID } from "@guchi/contracts/memory/last-said.ts";
import { defineService } from "@guchi/platform/service/service.ts";
import { PROVIDER_METRICS } from "@guchi/providers/metrics.ts";
import { modelWarnings } from "@guchi/providers/model-check.ts";
import { wordsReplaced } from "./metrics.ts";
import { providers, settings, type PersonaSettings } from "./settings.ts";

/** Decides what the idol says and how she looks. */
export const service = defineService({
  name: "persona",
  settings,
  stages: { persona: { concurrency: 16 } },
  metrics: [...PROVIDER_METRICS, wordsReplaced],
  keeps: [LAST_SAID],
  settingsProblems: (config) => providers.problems(config),
  banner: (config) => [["persona", providers.text(config)]],
  warnings: (config, asking) => modelWarnings(config, models(config), asking),
  start: async (runtime) => (await import("./start.ts")).start(runtime),
});

function models(config: PersonaSettings) {
  const isUsed = providers.of(config).includes("openai");
  return isUsed ? [{ setting: "OPENAI_TEXT_MODEL", model: config.OPENAI_TEXT_MODEL }] : [];
}
