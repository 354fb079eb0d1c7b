import { defineService } from "@guchi/platform/service/service.ts";
import { BUDGET_GAUGES } from "@guchi/providers/budget-gauges.ts";
import { PROVIDER_METRICS } from "@guchi/providers/metrics.ts";
import { modelWarnings } from "@guchi/providers/model-check.ts";
import { ownModelOffers, ownModelWarnings } from "./providers/own-model-offer.ts";
import { LAST_SAID } from "./memory.ts";
import { wordsReplaced } from "./metrics.ts";
import { providers, settings, type PersonaSettings } from "./settings.ts";

/** Decides what the idol says and how she looks. */
export const service = defineService({
  name: "persona",
  settings,
  stages: { persona: { concurrency: 16 } },
  metrics: [...PROVIDER_METRICS, wordsReplaced],
  gauges: BUDGET_GAUGES,
  keeps: [LAST_SAID],
  settingsProblems: (config) => providers.problems(config),
  banner: (config) => [["persona", providers.text(config)]],
  warnings: async (config, asking) => [
    ...(await modelWarnings(config, models(config), asking)),
    ...(providers.of(config).includes("own-model") ? await ownModelWarnings(config, asking.signal) : []),
  ],
  offers: async (config, { signal }) => (isFree(config) ? ownModelOffers(signal) : []),
  start: async (runtime) => (await import("./start.ts")).start(runtime),
});

/** Whether nobody said who writes her words. */
function isFree(config: PersonaSettings): boolean {
  const names = providers.of(config);
  return config.PERSONA_PROVIDERS === undefined && !names.includes("openai") && !names.includes("own-model");
}

function models(config: PersonaSettings) {
  const isUsed = providers.of(config).includes("openai");
  return isUsed ? [{ setting: "OPENAI_TEXT_MODEL", model: config.OPENAI_TEXT_MODEL }] : [];
}
