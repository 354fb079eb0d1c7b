/**
 * A word's or phrase's polarity: -1 strongly negative to 1 strongly positive. Entries are written
 * as one says them, in dictionary form (やる気が出ない); the lexicon finds their inflected forms and
 * leaves out particles (やる気出なかった).
 */
export type LexiconEntry = readonly [phrase: string, polarity: number];

/** Entries that share one polarity, separated by white space. */
export function entries(polarity: number, phrases: string): LexiconEntry[] {
  return phrases
    .trim()
    .split(/\s+/u)
    .map((phrase) => [phrase, polarity] as const);
}
