import { setTimeout as sleep } from "node:timers/promises";
import { defineStage } from "@guchi/chain/stage.ts";
import { bind, chapter, outline } from "./contract.ts";

const POLICY = { retry: { attempts: 3, backoffMs: 500, maxBackoffMs: 10_000 }, timeoutMs: 5_000 };
/** How long it takes to write a chapter, in ms. */
const WRITING_MS = 20;

/** The work of the stage `outline`. */
export const outlineStage = defineStage(outline, {
  ...POLICY,
  run: async ({ title, chapters }) => ({
    chapters: Array.from({ length: chapters }, (_, at) => `${title}, chapter ${at + 1}`),
  }),
});

/** The work of the stage `chapter`. */
export const chapterStage = defineStage(chapter, {
  ...POLICY,
  run: async ({ heading }, { signal }) => {
    await sleep(WRITING_MS, undefined, { signal });
    return { heading, words: heading.split(" ").length };
  },
});

/** The work of the stage `bind`. */
export const bindStage = defineStage(bind, {
  ...POLICY,
  run: async ({ chapters }) => ({
    chapters: chapters.length,
    words: chapters.reduce((sum, { words }) => sum + words, 0),
    headings: chapters.map(({ heading }) => heading),
  }),
});
