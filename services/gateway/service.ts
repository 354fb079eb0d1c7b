import { defineService, type BannerLine } from "@guchi/platform/service/service.ts";
import { FAULT_POINTS as CALLBACK_FAULT_POINTS } from "./callbacks/fault-points.ts";
import { FAULT_POINTS as LINE_FAULT_POINTS } from "./line/fault-points.ts";
import { LINE_KEEPS } from "./line/keeps.ts";
import { LINE_METRICS } from "./line/metrics.ts";
import { webhookUrl } from "./line/settings.ts";
import { settings, type GatewaySettings } from "./settings.ts";

/** HTTP in, and the housekeeping of the chain. */
export const service = defineService({
  name: "gateway",
  acceptsRequests: true,
  settings,
  stages: { callback: { concurrency: 16 }, forget: { concurrency: 4 } },
  metrics: LINE_METRICS,
  faultPoints: { ...CALLBACK_FAULT_POINTS, ...LINE_FAULT_POINTS },
  keeps: [LINE_KEEPS],
  banner,
  start: async (runtime) => (await import("./start.ts")).start(runtime),
});

function banner({ PUBLIC_BASE_URL, HOST, PORT, LINE_CHANNEL_SECRET }: GatewaySettings): readonly BannerLine[] {
  const here = `http://${shownHost(HOST)}:${PORT}`;
  const base = PUBLIC_BASE_URL ?? here;
  return [
    ["Page", `${base}/`],
    ...(base === here ? [] : [["Here", `${here}/`] as const]),
    ["API", `${base}/docs`],
    ["Bull Board", `${base}/admin/queues`],
    ...(LINE_CHANNEL_SECRET === undefined ? [] : [["LINE", `on, webhook ${webhookUrl(base)}`] as const]),
  ];
}

function shownHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
