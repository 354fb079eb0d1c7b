import type { Heard } from "./listen.ts";
import { LABELS, type Label, type Likelihood } from "./labels.ts";

/**
 * A message that was heard as told, a neutral Japanese one that nobody need listen to if nothing
 * else is said. For tests.
 */
export function heardAs(changes: Partial<Heard> = {}): Heard {
  return {
    label: "neutral",
    score: 0.9,
    language: "ja",
    listens: false,
    grave: false,
    likelihood: likely({ question: 1 }),
    movesOn: 0,
    ...changes,
  };
}

/** Likelihoods: those that are told, and 0 for all others. */
export function likely(shares: Partial<Record<Label, number>>): Likelihood {
  return Object.fromEntries(LABELS.map((label) => [label, shares[label] ?? 0])) as Likelihood;
}
