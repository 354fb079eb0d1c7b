import { defineService } from "@guchi/platform/service/service.ts";
import { announceStage, lookStage } from "./stage.ts";

/** Works on both stages. */
export const service = defineService({
  name: "monitor",
  stages: { look: { concurrency: 4 }, announce: { concurrency: 4 } },
  start: async (runtime) => {
    const working = [await runtime.work(lookStage), await runtime.work(announceStage)];
    return { close: async () => void (await Promise.all(working.map((each) => each.close()))) };
  },
});
