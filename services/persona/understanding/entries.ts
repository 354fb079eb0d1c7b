import type { Mood, Topic } from "@guchi/contracts/guchi.ts";
import type { KnownDetail, Vocabulary } from "./vocabulary.ts";

const STRONG_MOOD_POINTS = 3;
const WEAK_MOOD_POINTS = 1;

/** A word with what it tells; undefined for a word that only looks like one of ours. */
type Entry<Value> = readonly [word: string, value: Value | undefined];

/** The words that tell of a detail. */
export function detailEntries(vocabulary: Vocabulary): Entry<KnownDetail>[] {
  return [
    ...nothing(vocabulary.ignored),
    ...knownDetails(vocabulary).flatMap((detail) => detail.words.map((word): Entry<KnownDetail> => [word, detail])),
  ];
}

/** The patterns that tell of a detail, or of nothing. */
export function patternEntries(vocabulary: Vocabulary): (readonly [RegExp, KnownDetail | undefined])[] {
  const { ignoredPattern } = vocabulary;
  return [
    ...(ignoredPattern === undefined ? [] : [[ignoredPattern, undefined] as const]),
    ...knownDetails(vocabulary).flatMap((detail) =>
      detail.pattern === undefined ? [] : [[detail.pattern, detail] as const],
    ),
  ];
}

/** One object for each detail, whether a word or a pattern tells of it. */
function knownDetails(vocabulary: Vocabulary): readonly KnownDetail[] {
  const known =
    listed.get(vocabulary) ??
    entriesOf(vocabulary.details).flatMap(([topic, list]) => list.map((detail): KnownDetail => ({ ...detail, topic })));
  listed.set(vocabulary, known);
  return known;
}
const listed = new WeakMap<Vocabulary, readonly KnownDetail[]>();

/** The words that tell of a topic without being a detail. */
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
