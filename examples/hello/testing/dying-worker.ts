import { defineStage } from "@guchi/chain/stage.ts";
import { readSettings } from "@guchi/platform/config/settings.ts";
import { installationOf } from "@guchi/platform/service/installation.ts";
import { Runtime } from "@guchi/platform/service/runtime.ts";
import { hello } from "../contract.ts";
import { pipelines } from "../pipeline.ts";
import { service } from "../service.ts";
import { helloStage } from "../stage.ts";

/** A worker that greets Seattle and dies on its way to Tokyo, as by kill -9. */
const config = readSettings(service);
await new Runtime({ name: "hello", config, installation: installationOf(pipelines, [service]) }).work(
  defineStage(hello, {
    ...helloStage,
    run: async (input, context) => {
      if (input.city === "Tokyo") process.kill(process.pid, "SIGKILL");
      return helloStage.run(input, context);
    },
  }),
);
