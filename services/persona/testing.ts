import type { SentimentResult } from "@guchi/contracts/guchi.ts";

/** A plain complaint in Japanese, as the stage before hears it. */
export const sentiment: SentimentResult = {
  label: "negative",
  score: 0.9,
  language: "ja",
  listens: true,
  grave: false,
  provider: "local",
};
