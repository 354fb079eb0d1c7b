import { defineService } from "@guchi/platform/service/service.ts";
import { PROVIDER_METRICS } from "@guchi/providers/metrics.ts";
import { modelWarnings } from "@guchi/providers/model-check.ts";
import { providers, settings, type TtsSettings } from "./settings.ts";

/** Speaks what the idol says. */
export const service = defineService({
  name: "tts",
  settings,
  stages: { tts: { concurrency: 2 } },
  metrics: PROVIDER_METRICS,
  settingsProblems: (config) => providers.problems(config),
  banner: (config) => [["tts", providers.text(config)]],
  warnings: (config, asking) => modelWarnings(config, models(config), asking),
  start: async (runtime) => (await import("./start.ts")).start(runtime),
});

function models(config: TtsSettings) {
  const names = providers.of(config);
  return [
    ...(names.includes("openai") ? [{ setting: "OPENAI_TTS_MODEL", model: config.OPENAI_TTS_MODEL }] : []),
    ...(names.includes("openai-realtime")
      ? [{ setting: "OPENAI_REALTIME_MODEL", model: config.OPENAI_REALTIME_MODEL }]
      : []),
  ];
}
