import { runProcess } from "@guchi/platform/service/run-process.ts";
import type { Service } from "@guchi/platform/service/runtime.ts";
import { helloStage } from "./stage.ts";

/** Works on the stage `hello`. */
export const service: Service = {
  name: "hello",
  start: (runtime) => runtime.work(helloStage),
};

if (import.meta.main) await runProcess(service);
