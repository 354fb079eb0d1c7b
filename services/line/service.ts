import { defineService, type BannerLine } from "@guchi/platform/service/service.ts";
import { FAULT_POINTS } from "./fault-points.ts";
import { LINE_KEEPS } from "./keeps.ts";
import { LINE_METRICS } from "./metrics.ts";
import { settings, webhookUrl, type LineServiceSettings } from "./settings.ts";

/** LINE: events in, deliveries out, forgetting. */
export const service = defineService({
  name: "line",
  sharesProcess: true,
  settings,
  stages: {
    "line-event": { concurrency: 16 },
    "deliver-line": { concurrency: 16 },
    forget: { concurrency: 4 },
  },
  metrics: LINE_METRICS,
  faultPoints: FAULT_POINTS,
  keeps: [LINE_KEEPS],
  banner,
  start: async (runtime) => (await import("./start.ts")).start(runtime),
});

function banner({ PUBLIC_BASE_URL, LINE_CHANNEL_SECRET }: LineServiceSettings): readonly BannerLine[] {
  if (LINE_CHANNEL_SECRET === undefined) return [];
  return [["LINE", `on, webhook ${webhookUrl(PUBLIC_BASE_URL ?? "")}`]];
}
