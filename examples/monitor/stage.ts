import { defineStage } from "@guchi/chain/stage.ts";
import { announce, look } from "./contract.ts";

const POLICY = { retry: { attempts: 3, backoffMs: 500, maxBackoffMs: 10_000 }, timeoutMs: 5_000 };

/** The work of the stage `look`. */
export const lookStage = defineStage(look, {
  ...POLICY,
  run: async ({ readyAt }) => ({ ready: Date.now() >= Date.parse(readyAt), at: new Date().toISOString() }),
});

/** The work of the stage `announce`. */
export const announceStage = defineStage(announce, {
  ...POLICY,
  run: async ({ at }) => ({ message: `Ready at ${at}` }),
});
