import { runProcess } from "@guchi/shared/service/run-process.ts";
import type { Service } from "@guchi/shared/service/runtime.ts";
import { helloStage } from "./stage.ts";

/** Works on the stage `hello`. */
export const service: Service = {
  name: "hello",
  start: (runtime) => runtime.work(helloStage),
};

if (import.meta.main) await runProcess(service);
