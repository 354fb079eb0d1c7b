import { runProcess } from "@guchi/shared/service/run-process.ts";
import type { Service } from "@guchi/shared/service/runtime.ts";
import { createLocalImage } from "./providers/local.ts";
import { createImagegenStage } from "./stage.ts";

/** Draws the picture. */
export const service: Service = {
  name: "imagegen",
  async start(runtime) {
    return runtime.work(createImagegenStage({ providers: [createLocalImage()], media: runtime.media }));
  },
};

if (import.meta.main) await runProcess(service);
