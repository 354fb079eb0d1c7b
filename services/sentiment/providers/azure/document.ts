import type { SentimentLabel } from "@guchi/contracts/guchi.ts";
import Type, { type Static } from "typebox";

const Share = Type.Number({ minimum: 0, maximum: 1 });

/** What is relied on of Azure's answer for a document. */
export const Document = Type.Object({
  sentiment: Type.Enum(["positive", "neutral", "negative", "mixed"]),
  confidenceScores: Type.Object({ positive: Share, neutral: Share, negative: Share }),
});
export type Document = Static<typeof Document>;

/**
 * Our label for Azure's, and how sure it is. `mixed` says that sentences of both kinds are there:
 * the stronger kind is taken, and the complaint when they are even, since who complains in between
 * wants to be heard.
 */
export function labelOfDocument({ sentiment, confidenceScores }: Document): { label: SentimentLabel; score: number } {
  const { positive, negative } = confidenceScores;
  const label = sentiment === "mixed" ? (positive > negative ? "positive" : "negative") : sentiment;
  return { label, score: confidenceScores[label] };
}
