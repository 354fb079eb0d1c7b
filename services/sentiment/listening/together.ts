import type { Danger, SentimentResult } from "@guchi/contracts/guchi.ts";
import type { Cared } from "@guchi/contracts/memory/care-memory.ts";
import type { Sentiment } from "../providers/provider.ts";
import { dangerOf } from "./decide.ts";
import type { Heard } from "./listen.ts";

/**
 * Who was in danger within the day is so still, unless a message is so surely about something else.
 */
const MOVES_ON = 0.6;
/** … and without a sign of danger of its own. */
const NO_DANGER = 0.2;

/** What is known of a message: what was heard in it, and what others say. */
export interface Known {
  readonly heard: Heard;
  /** The reading of the engine that answered. */
  readonly sentiment: Sentiment;
  /** What a moderator sees in it. */
  readonly seen?: Danger | undefined;
  /** The last danger that the same user spoke of within the day. */
  readonly recalled?: Cared | undefined;
}

/**
 * Puts together what a message is taken for. Nobody can talk our own listener out of a danger or a
 * burden: another engine may only add one. Pure.
 */
export function together({ heard, sentiment, seen, recalled }: Known): Omit<SentimentResult, "provider"> {
  const { language, grave } = heard;
  const danger = surest(heard.danger, seen, recalled === undefined ? undefined : followUp(heard, recalled));
  const listens = heard.listens || sentiment.label === "negative" || danger !== undefined;
  // An engine that hears joy where we hear a burden is not believed.
  const { label, score } =
    listens && sentiment.label === "positive" ? { label: "neutral" as const, score: 0.5 } : sentiment;
  return { label, score, language, listens, grave, ...(danger !== undefined && { danger }) };
}

/** The first danger that is certain, or the first at all. */
function surest(...dangers: readonly (Danger | undefined)[]): Danger | undefined {
  return dangers.find((danger) => danger?.certain === true) ?? dangers.find((danger) => danger !== undefined);
}

/**
 * What is said in the light of a danger that was spoken of: 「もういい」 and "Thanks" are no small talk
 * then.
 */
function followUp({ likelihood, movesOn }: Heard, { kind }: Cared): Danger | undefined {
  if (movesOn >= MOVES_ON && dangerOf(likelihood) < NO_DANGER) return undefined;
  return { certain: true, followUp: true, ...(kind !== undefined && { kind }) };
}
