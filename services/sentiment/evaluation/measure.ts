import { testCall } from "@guchi/shared/testing/stage-context.ts";
import type { SentimentProvider } from "../providers/provider.ts";
import type { EvaluationSet, Expected } from "./evaluation-set.ts";

interface Miss {
  readonly text: string;
  readonly expected: Expected;
  readonly label: string;
  readonly score: number;
}

/** How well a provider tells complaints from all else, and the three labels apart. Shares of 1. */
export interface Measurement {
  readonly sentences: number;
  readonly complaintAccuracy: number;
  readonly labelAccuracy: number;
  readonly languageAccuracy: number;
  readonly misses: readonly Miss[];
}

const LABELS = { complaint: "negative", happy: "positive", neither: "neutral" } as const;

/** Asks the provider about every sentence of the set. A miss is a complaint taken for none, or the other way round. */
export async function measure(provider: SentimentProvider, set: EvaluationSet): Promise<Measurement> {
  const misses: Miss[] = [];
  let sentences = 0;
  let labels = 0;
  let languages = 0;
  for (const language of ["ja", "en"] as const) {
    for (const expected of ["complaint", "happy", "neither"] as const) {
      for (const text of set[language][expected]) {
        const sentiment = await provider.analyze(text, testCall());
        sentences += 1;
        if (sentiment.label === LABELS[expected]) labels += 1;
        if (sentiment.language === language) languages += 1;
        if ((sentiment.label === "negative") !== (expected === "complaint")) {
          misses.push({ text, expected, label: sentiment.label, score: sentiment.score });
        }
      }
    }
  }
  return {
    sentences,
    complaintAccuracy: (sentences - misses.length) / sentences,
    labelAccuracy: labels / sentences,
    languageAccuracy: languages / sentences,
    misses,
  };
}
