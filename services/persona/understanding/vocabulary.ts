import type { Mood, Topic } from "@guchi/contracts/guchi.ts";
import type { Subject } from "../subjects/subject.ts";

/** What we know of one language's words. */
export interface Vocabulary {
  readonly wholeWords: boolean;
  readonly subjects: readonly Subject[];
  /** How a thing may go, whatever it is: the first that fits is taken. */
  readonly turns: readonly Subject[];
  /** Words of a topic that are no subjects. */
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
