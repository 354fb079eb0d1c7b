import { featuresOf } from "./features.ts";

/** A linear model: what each feature says, and what is so before any is seen. */
export interface Model {
  readonly bias: number;
  readonly weights: ReadonlyMap<string, number>;
}

/** The log-odds that a sentence speaks of self-harm. Long sentences have more to say, but not in proportion. */
export function scoreOf(sentence: string, { bias, weights }: Model): number {
  const features = featuresOf(sentence);
  let sum = 0;
  for (const feature of features) sum += weights.get(feature) ?? 0;
  return bias + sum / Math.sqrt(Math.max(1, features.size));
}
