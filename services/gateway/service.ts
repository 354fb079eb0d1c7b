import { lineChannelProblems } from "@guchi/contracts/line/channels.ts";
import { mediaProblems } from "@guchi/platform/media/settings.ts";
import { defineService, type BannerLine } from "@guchi/platform/service/service.ts";
import { adminProblems } from "./admin/settings.ts";
import { FAULT_POINTS as BULK_FAULT_POINTS } from "./bulk/fault-points.ts";
import { BULK_KEEPS } from "./bulk/keeps.ts";
import { FAULT_POINTS as CALLBACK_FAULT_POINTS } from "./callbacks/fault-points.ts";
import { scheduleTicks } from "./schedules/metrics.ts";
import { mediaWarnings, settings, type GatewaySettings } from "./settings.ts";
import { FAULT_POINTS as WEBHOOK_FAULT_POINTS } from "./webhook/fault-points.ts";
import { webhookEvents } from "./webhook/metrics.ts";

/** HTTP in, and the housekeeping of the chain. */
export const service = defineService({
  name: "gateway",
  acceptsRequests: true,
  settings,
  settingsProblems: (config) => [...adminProblems(config), ...mediaProblems(config), ...lineChannelProblems(config)],
  stages: { callback: { concurrency: 16 }, bulk: { concurrency: 2 } },
  metrics: [webhookEvents, scheduleTicks],
  keeps: [BULK_KEEPS],
  faultPoints: { ...BULK_FAULT_POINTS, ...CALLBACK_FAULT_POINTS, ...WEBHOOK_FAULT_POINTS },
  banner,
  warnings: async (config) => mediaWarnings(config),
  start: async (runtime) => (await import("./start.ts")).start(runtime),
});

function banner({ PUBLIC_BASE_URL, HOST, PORT }: GatewaySettings): readonly BannerLine[] {
  const here = `http://${shownHost(HOST)}:${PORT}`;
  const base = PUBLIC_BASE_URL ?? here;
  return [
    ["Page", `${base}/   open it, and say what is on your mind`],
    ...(base === here ? [] : [["Here", `${here}/`] as const]),
    ["API", `${base}/docs`],
    ["Operations", `${base}/admin`],
  ];
}

function shownHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
