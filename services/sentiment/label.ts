import type { SentimentLabel } from "@guchi/shared/contracts/guchi.ts";

/** Polarity from which a text is no longer neutral. One clear word is 0.6 to 1, a weak hint 0.3. */
const COMPLAINT = -0.35;
const JOY = 0.35;

/**
 * The label of a polarity, and how sure it is: 0.5 at the border between two labels, towards 1 the further from it. The
 * further border of neutral is as far as it goes, so neutral is never above 0.75.
 */
export function labelOf(polarity: number): { label: SentimentLabel; score: number } {
  if (polarity <= COMPLAINT) return { label: "negative", score: confidence(COMPLAINT - polarity) };
  if (polarity >= JOY) return { label: "positive", score: confidence(polarity - JOY) };
  return { label: "neutral", score: round(0.5 + 0.25 * (1 - Math.abs(polarity) / JOY)) };
}

function confidence(distance: number): number {
  return round(1 - 0.5 * Math.exp(-distance));
}

/** Two decimals: more would promise a precision that a lexicon has not. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
