import { type Language, MAX_TEXT_UTF16_UNITS, type Mood, type Topic } from "@guchi/contracts/guchi.ts";
import { detailEntries, moodEntries, patternEntries, topicEntries } from "./entries.ts";
import { blankOut, createMatcher, type Mention } from "@guchi/platform/text/matcher.ts";
import { Tally } from "./tally.ts";
import { type KnownDetail, USUAL_MOOD, type Vocabulary } from "./vocabulary.ts";
import { ENGLISH } from "./words/en.ts";
import { JAPANESE } from "./words/ja.ts";

/** What a complaint is about and how it feels, in our words alone. */
export interface Understood {
  readonly topic: Topic;
  readonly mood: Mood;
  /** The details that she may name, the topic's own first. */
  readonly details: readonly KnownDetail[];
  /**
   * True when one of them is grave, which then is the first, and when the caller knows that the
   * matter is.
   */
  readonly grave: boolean;
}

const DETAIL_POINTS = 3;
const TOPIC_WORD_POINTS = 2;
/** More than one weak mood word (1 point), less than two. */
const USUAL_MOOD_POINTS = 1.5;

/** A voice that is fit for grief; others would be too bright or too sharp. */
const QUIET_MOODS: ReadonlySet<Mood> = new Set(["sad", "anxious", "tired", "lonely"]);

/**
 * Reads a complaint by keywords; 5,000 units take a few milliseconds. The word lists are indexed
 * once, here. `knownGrave`: somebody else saw already that the matter is grave, whatever the
 * keywords tell.
 */
export function createUnderstanding(): (text: string, language: Language, knownGrave?: boolean) => Understood {
  const readers = { ja: createReader(JAPANESE), en: createReader(ENGLISH) };
  return (text, language, knownGrave = false) => readers[language](normalize(text), knownGrave);
}

function createReader(vocabulary: Vocabulary): (text: string, knownGrave: boolean) => Understood {
  const { wholeWords, negations } = vocabulary;
  const findDetails = createMatcher({ wholeWords, entries: detailEntries(vocabulary) });
  const findTopics = createMatcher({ wholeWords, entries: topicEntries(vocabulary) });
  const findMoods = createMatcher({ wholeWords, entries: moodEntries(vocabulary) });
  const patterns = patternEntries(vocabulary);

  return (text, knownGrave) => {
    const stands = ({ start, end }: Mention<unknown>) =>
      !negations.before.some((word) => text.endsWith(word, start)) &&
      !negations.after.some((word) => text.startsWith(word, end));
    const byPattern = findPatterns(text, patterns);
    const mentions = [...byPattern, ...findDetails(blankOut(text, byPattern))].toSorted((a, b) => a.start - b.start);
    const details = new Set(mentions.filter(stands).flatMap(({ value }) => value ?? []));
    // 満員電車 is one thing, not also a 電車; and a word counts once, however often it is said.
    const rest = blankOut(text, mentions);
    const topicWords = new Map(findTopics(rest).map(({ value, start, end }) => [text.slice(start, end), value]));
    const moodWords = findMoods(text)
      .filter(stands)
      .flatMap(({ value }) => value ?? []);

    const grave = [...details].find((detail) => detail.grave);
    const topic = grave?.topic ?? chooseTopic(details, topicWords.values());
    const ordered = [...details].toSorted((a, b) => rank(a, topic, grave) - rank(b, topic, grave));
    const usualMood = ordered[0]?.mood ?? USUAL_MOOD[topic];
    const mood = chooseMood(usualMood, moodWords);
    if (grave === undefined && !knownGrave) return { topic, mood, details: ordered, grave: false };
    return { topic, mood: quietMood(mood), details: ordered, grave: true };
  };
}

/** The mood to speak in about what is grave. */
export function quietMood(mood: Mood): Mood {
  return QUIET_MOODS.has(mood) ? mood : "sad";
}

/**
 * What the patterns find, in the order of the text; of two that overlap, the one that begins first.
 */
function findPatterns<Value>(
  text: string,
  patterns: readonly (readonly [pattern: RegExp, value: Value])[],
): Mention<Value>[] {
  let end = 0;
  return patterns
    .flatMap(([pattern, value]) =>
      [...text.matchAll(pattern)].map(({ 0: said, index }) => ({ value, start: index, end: index + said.length })),
    )
    .toSorted((a, b) => a.start - b.start)
    .filter((mention) => {
      if (mention.start < end) return false;
      end = mention.end;
      return true;
    });
}

function chooseTopic(details: Iterable<KnownDetail>, topicWords: Iterable<Topic | undefined>): Topic {
  const tally = new Tally<Topic>();
  for (const { topic } of details) tally.add(topic, DETAIL_POINTS);
  for (const topic of topicWords) if (topic !== undefined) tally.add(topic, TOPIC_WORD_POINTS);
  return tally.highest() ?? "daily";
}

function chooseMood(usual: Mood, words: Iterable<{ readonly mood: Mood; readonly points: number }>): Mood {
  const tally = new Tally<Mood>();
  tally.add(usual, USUAL_MOOD_POINTS);
  for (const { mood, points } of words) tally.add(mood, points);
  return tally.highest() ?? usual;
}

function rank(detail: KnownDetail, topic: Topic, grave: KnownDetail | undefined): number {
  if (detail === grave) return 0;
  if (detail.topic !== topic) return 3;
  return detail.person ? 2 : 1; // what happened tells more than who did it
}

/**
 * One spelling for full and half width, capitals and apostrophes. NFKC can lengthen a text: the
 * bound is kept.
 */
function normalize(text: string): string {
  return text.normalize("NFKC").toLowerCase().replaceAll("’", "'").slice(0, MAX_TEXT_UTF16_UNITS);
}
