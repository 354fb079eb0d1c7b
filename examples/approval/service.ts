import { defineService } from "@guchi/platform/service/service.ts";
import { publishStage, sketchStage } from "./stage.ts";

/** Works on both stages. */
export const service = defineService({
  name: "approval",
  stages: { sketch: { concurrency: 4 }, publish: { concurrency: 4 } },
  start: async (runtime) => {
    const working = [await runtime.work(sketchStage), await runtime.work(publishStage)];
    return { close: async () => void (await Promise.all(working.map((each) => each.close()))) };
  },
});
