import { defineStage } from "@guchi/chain/stage.ts";
import { hello } from "./contract.ts";

/** The work of the stage `hello`. */
export const helloStage = defineStage(hello, {
  retry: { attempts: 3, backoffMs: 500, maxBackoffMs: 10_000 },
  timeoutMs: 5_000,
  run: async ({ city }) => `Hello ${city}`,
});
