import { defineService } from "@guchi/platform/service/service.ts";
import { FAULT_POINTS } from "./fault-points.ts";
import { settings } from "./settings.ts";

/** A second messenger: messages in over HTTP, answers out to a URL. */
export const service = defineService({
  name: "webhook-messenger",
  settings,
  stages: { "deliver-webhook": { concurrency: 8 } },
  faultPoints: FAULT_POINTS,
  keeps: [{ erase: async (job, erasing) => (await import("./erase.ts")).erase(job, erasing) }],
  banner: ({ WEBHOOK_MESSENGER_PORT: port }) => [["Messages", `http://127.0.0.1:${port}/messages`]],
  start: async (runtime) => (await import("./start.ts")).start(runtime),
});
