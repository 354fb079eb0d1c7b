import type { Mood, Topic } from "@guchi/contracts/guchi.ts";

/** A concrete thing or person that people complain about, and what she says about it. */
interface Detail {
  /** How she names it, fit for a slot of the phrase bank. */
  readonly name: string;
  /** The words that tell of it. */
  readonly words: readonly string[];
  /** What tells of it where a word alone does not: global, and bounded in what it looks ahead. */
  readonly pattern?: RegExp;
  /** Whole sentences about it; each must hold however the word was used. */
  readonly lines: readonly string[];
  /** She speaks otherwise of people than of things. */
  readonly person?: true;
  /** Grief, violence, serious illness: no playfulness at all. */
  readonly grave?: true;
  /** The topic's general sentences do not fit it. */
  readonly ownLinesOnly?: true;
  /** How one usually feels about it, when the topic's usual mood does not fit. */
  readonly mood?: Mood;
}

export type Details = Readonly<Record<Topic, readonly Detail[]>>;

/** A detail with the topic under which it is listed. */
export type KnownDetail = Detail & { readonly topic: Topic };

/** What we know of one language's words. */
export interface Vocabulary {
  readonly wholeWords: boolean;
  readonly details: Details;
  /** Words of a topic that are no details. */
  readonly topics: Readonly<Record<Topic, readonly string[]>>;
  readonly moods: Readonly<Record<Mood, { readonly strong: readonly string[]; readonly weak: readonly string[] }>>;
  /** Words that hold a keyword by chance: 大丈夫 is no husband (夫). */
  readonly ignored: readonly string[];
  /** The same where a word alone does not tell: global. */
  readonly ignoredPattern?: RegExp;
  /** What right before or right after a word turns it around. */
  readonly negations: { readonly before: readonly string[]; readonly after: readonly string[] };
}

/** How one usually feels about a topic, when the words do not tell. */
export const USUAL_MOOD: Readonly<Record<Topic, Mood>> = {
  work: "tired",
  study: "anxious",
  family: "frustrated",
  love: "sad",
  friends: "frustrated",
  money: "anxious",
  health: "tired",
  sleep: "tired",
  weather: "bored",
  commute: "frustrated",
  home: "frustrated",
  food: "frustrated",
  tech: "frustrated",
  daily: "frustrated",
};
