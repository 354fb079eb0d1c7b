import { defineService } from "@guchi/platform/service/service.ts";
import { helloStage } from "./stage.ts";

/** Works on the stage `hello`. */
export const service = defineService({
  name: "hello",
  stages: { hello: { concurrency: 4 } },
  start: (runtime) => runtime.work(helloStage),
});
