import type { FailureKind } from "./failure.ts";

/**
 * Longest Retry-After that is worth waiting for, in ms: LINE's reply token is good for a minute.
 */
export const SHORT_WAIT_MS = 5_000;
/** How many attempts of a stage may end by waiting for the same provider. */
export const MAX_WAITS = 2;

export interface Situation {
  readonly kind: FailureKind;
  /** What the provider's Retry-After said, in ms. */
  readonly retryAfterMs: number | undefined;
  /** The stage's attempt, from 1. */
  readonly attempt: number;
  /** Whether the provider can be asked in softer words, and has not been. */
  readonly canRephrase: boolean;
}

/**
 * What comes after a provider's failure. `wait`: the stage ends this attempt, and its retry asks
 * the same provider after the time it named. `rephrase`: the same provider is asked once more, in
 * softer words. `next`: the next provider.
 */
export function nextStep({ kind, retryAfterMs, attempt, canRephrase }: Situation): "wait" | "rephrase" | "next" {
  if (kind === "refused" && canRephrase) return "rephrase";
  const short = retryAfterMs !== undefined && retryAfterMs <= SHORT_WAIT_MS;
  if (kind === "rate_limited" && short && attempt <= MAX_WAITS) return "wait";
  return "next";
}
