import { dirname } from "node:path";
import { defineStage } from "@guchi/chain/stage.ts";
import { readConfig } from "@guchi/platform/config/config.ts";
import { loadPipelines } from "@guchi/platform/service/extensions.ts";
import { Runtime } from "@guchi/platform/service/runtime.ts";
import { helloStage } from "../stage.ts";

/** A worker that greets Seattle and dies on its way to Tokyo, as by kill -9. */
const pipelines = await loadPipelines([dirname(import.meta.dirname)]);
await new Runtime(readConfig(), "hello", pipelines).work(
  defineStage({
    ...helloStage,
    run: async (input: { city: string }, context) => {
      if (input.city === "Tokyo") process.kill(process.pid, "SIGKILL");
      return helloStage.run(input, context);
    },
  }),
);
