import { defineService } from "@guchi/platform/service/service.ts";

/** Puts together what the user gets. */
export const service = defineService({
  name: "reply",
  sharesProcess: true,
  stages: { reply: { concurrency: 16 } },
  banner: () => [],
  start: async (runtime) => (await import("./start.ts")).start(runtime),
});
