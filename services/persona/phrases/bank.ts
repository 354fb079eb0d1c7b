import type { Mood, TimeOfDay, Topic } from "@guchi/contracts/guchi.ts";

/** How she speaks of a detail by name: {thing} or {person} is its slot. */
interface NamedOpenings {
  readonly thing: readonly string[];
  readonly person: readonly string[];
}

/**
 * One language's sentences. A message is an opening (what she feels with the user), a middle (about
 * the matter) and a closing (for the time of day); any opening must go with any middle and any
 * closing of its row.
 */
export interface PhraseBank {
  /** Put between two sentences. */
  readonly space: string;
  readonly openings: Readonly<Record<Mood, readonly string[]>>;
  readonly namedOpenings: Readonly<Record<Mood, NamedOpenings>>;
  /** For two things at once: slots {first} and {second}. */
  readonly pairOpenings: readonly string[];
  /** About the topic, without naming a detail. */
  readonly middles: Readonly<Record<Topic, readonly string[]>>;
  readonly closings: Readonly<Record<TimeOfDay, readonly string[]>>;
  /** Used in place of `closings` where those would sting: no good-night wish to the sleepless. */
  readonly closingsAbout: Readonly<Partial<Record<Topic, Readonly<Partial<Record<TimeOfDay, readonly string[]>>>>>>;
  /** Words that sound like an echo when two sentences of one message hold them. */
  readonly echoes: readonly string[];
  /** For grief, violence and serious illness: quiet sentences, no playfulness, no advice. */
  readonly grave: {
    readonly openings: readonly string[];
    /** Where nothing is known of what happened. */
    readonly middles: readonly string[];
    readonly closings: Readonly<Record<TimeOfDay, readonly string[]>>;
  };
}
