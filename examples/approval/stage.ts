import { defineStage } from "@guchi/chain/stage.ts";
import { publish, sketch } from "./contract.ts";

const POLICY = { retry: { attempts: 3, backoffMs: 500, maxBackoffMs: 10_000 }, timeoutMs: 5_000 };
const ESCAPED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** The work of the stage `sketch`. */
export const sketchStage = defineStage(sketch, {
  ...POLICY,
  run: async ({ text }) => {
    const words = text.replaceAll(/[&<>]/g, (letter) => ESCAPED[letter] ?? letter);
    return {
      svg: `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="60"><text y="40">${words}</text></svg>`,
    };
  },
});

/** The work of the stage `publish`. */
export const publishStage = defineStage(publish, {
  ...POLICY,
  run: async ({ approved, svg }) => ({ published: approved, ...(approved && { svg }) }),
});
