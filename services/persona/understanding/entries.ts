import type { Mood, Topic } from "@guchi/contracts/guchi.ts";
import type { Subject } from "../subjects/subject.ts";
import type { Vocabulary } from "./vocabulary.ts";

const STRONG_MOOD_POINTS = 3;
const WEAK_MOOD_POINTS = 1;

/** A word with what it tells; undefined for a word that only looks like one of ours. */
type Entry<Value> = readonly [word: string, value: Value | undefined];

/** The words that tell of a subject. */
export function subjectEntries({ subjects, ignored }: Vocabulary): Entry<Subject>[] {
  return [
    ...nothing(ignored),
    ...subjects.flatMap((subject) => subject.words.map((word): Entry<Subject> => [word, subject])),
  ];
}

/** The patterns that tell of a subject, or of nothing. */
export function patternEntries({ subjects, ignoredPattern }: Vocabulary): (readonly [RegExp, Subject | undefined])[] {
  return [
    ...(ignoredPattern === undefined ? [] : [[ignoredPattern, undefined] as const]),
    ...subjects.flatMap((subject) => subject.patterns.map((pattern) => [pattern, subject] as const)),
  ];
}

/** The words that tell of a topic without being a subject. */
export function topicEntries({ topics, ignored }: Vocabulary): Entry<Topic>[] {
  return [
    ...nothing(ignored),
    ...entriesOf(topics).flatMap(([topic, words]) => words.map((word): Entry<Topic> => [word, topic])),
  ];
}

/** The words that tell of a mood, with their weight. */
export function moodEntries({ moods, ignored }: Vocabulary): Entry<{ mood: Mood; points: number }>[] {
  return [
    ...nothing(ignored),
    ...entriesOf(moods).flatMap(([mood, { strong, weak }]) => {
      const weigh = (words: readonly string[], points: number) =>
        words.map((word): Entry<{ mood: Mood; points: number }> => [word, { mood, points }]);
      return weigh(strong, STRONG_MOOD_POINTS).concat(weigh(weak, WEAK_MOOD_POINTS));
    }),
  ];
}

function nothing(ignored: readonly string[]): Entry<never>[] {
  return ignored.map((word) => [word, undefined]);
}

/** Object.entries with the keys' own type: our word lists are literals without other keys. */
function entriesOf<Key extends string, Value>(record: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][];
}
