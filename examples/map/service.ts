import { defineService } from "@guchi/platform/service/service.ts";
import { bindStage, chapterStage, outlineStage } from "./stage.ts";

/** Works on all three stages. */
export const service = defineService({
  name: "map",
  stages: { outline: { concurrency: 2 }, chapter: { concurrency: 8 }, bind: { concurrency: 2 } },
  start: async (runtime) => {
    const working = [await runtime.work(outlineStage), await runtime.work(chapterStage), await runtime.work(bindStage)];
    return { close: async () => void (await Promise.all(working.map((each) => each.close()))) };
  },
});
