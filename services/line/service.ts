import { channelSecrets, lineChannelProblems } from "@guchi/contracts/line/channels.ts";
import { mediaProblems } from "@guchi/platform/media/settings.ts";
import { defineService, type BannerLine } from "@guchi/platform/service/service.ts";
import { BUDGET_GAUGES } from "@guchi/providers/budget-gauges.ts";
import { PROVIDER_METRICS } from "@guchi/providers/metrics.ts";
import { modelWarnings } from "@guchi/providers/model-check.ts";
import { FAULT_POINTS } from "./fault-points.ts";
import { LINE_GAUGES } from "./gauges.ts";
import { LINE_KEEPS } from "./keeps.ts";
import { LINE_METRICS } from "./metrics.ts";
import { settings, webhookUrl, type LineServiceSettings } from "./settings.ts";
import { transcribers } from "./transcription/settings.ts";

/** LINE: events in, deliveries out, forgetting; and what voice messages say. */
export const service = defineService({
  name: "line",
  sharesProcess: true,
  settings,
  stages: {
    "line-event": { concurrency: 16 },
    transcription: { concurrency: 8 },
    "deliver-line": { concurrency: 16 },
    forget: { concurrency: 4 },
  },
  metrics: [...LINE_METRICS, ...PROVIDER_METRICS],
  gauges: [...BUDGET_GAUGES, ...LINE_GAUGES],
  faultPoints: FAULT_POINTS,
  keeps: [LINE_KEEPS],
  settingsProblems: (config) => [
    ...transcribers.problems(config),
    ...mediaProblems(config),
    ...lineChannelProblems(config),
  ],
  banner,
  warnings: (config, asking) => modelWarnings(config, models(config), asking),
  start: async (runtime) => (await import("./start.ts")).start(runtime),
});

function banner(config: LineServiceSettings): readonly BannerLine[] {
  const channels = [...channelSecrets(config).keys()];
  if (channels.length === 0) return [["LINE", "off  (docs/line.md turns it on)"]];
  const hearing: BannerLine[] = transcribers.of(config).length === 0 ? [] : [["LINE hears", transcribers.text(config)]];
  const base = config.PUBLIC_BASE_URL ?? "";
  return [...channels.map((name) => ["LINE", `on, webhook ${webhookUrl(base, name)}`] as const), ...hearing];
}

function models(config: LineServiceSettings) {
  const isUsed = channelSecrets(config).size > 0 && transcribers.of(config).includes("openai");
  return isUsed ? [{ setting: "OPENAI_TRANSCRIPTION_MODEL", model: config.OPENAI_TRANSCRIPTION_MODEL }] : [];
}
