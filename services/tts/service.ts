import { mediaProblems } from "@guchi/platform/media/settings.ts";
import { defineService } from "@guchi/platform/service/service.ts";
import { BUDGET_GAUGES } from "@guchi/providers/budget-gauges.ts";
import { PROVIDER_METRICS } from "@guchi/providers/metrics.ts";
import { modelWarnings } from "@guchi/providers/model-check.ts";
import { findVoices } from "./providers/local/find-voices.ts";
import { voicevoxOffer } from "./providers/voicevox/offer.ts";
import { providers, settings, voiceWarnings, type TtsSettings } from "./settings.ts";
import { voiceLine } from "./voice-line.ts";

/** Speaks what the idol says. */
export const service = defineService({
  name: "tts",
  settings,
  stages: { tts: { concurrency: 2, remoteConcurrency: 16 } },
  metrics: PROVIDER_METRICS,
  gauges: BUDGET_GAUGES,
  settingsProblems: (config) => [...providers.problems(config), ...mediaProblems(config)],
  banner: (config) => [
    ["tts", providers.text(config)],
    ...(providers.of(config).includes("local") ? [voiceLine(findVoices())] : []),
  ],
  warnings: async (config, asking) => [
    ...voiceWarnings(config),
    ...(await modelWarnings(config, models(config), asking)),
  ],
  offers: async (config, { signal }) => (config.VOICEVOX_URL === undefined ? voicevoxOffer(signal) : []),
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
