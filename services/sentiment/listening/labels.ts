import { CareKind } from "@guchi/contracts/guchi.ts";

/** The kinds of danger that a message can be of. */
export const DANGERS: readonly CareKind[] = CareKind.enum;

/**
 * What a message of the corpus is, as its writer meant it. `question` is also a request or a plain
 * statement without a burden, `thanks` also a greeting; `hyperbole` has words of danger and means
 * none.
 */
export const LABELS = ["complaint", "happy", "thanks", "question", "grave", "hyperbole", ...DANGERS] as const;
export type Label = (typeof LABELS)[number];

/** How likely a message is to be of each label; together 1. */
export type Likelihood = Readonly<Record<Label, number>>;
