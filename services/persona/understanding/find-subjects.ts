import { blankOut, createMatcher, type Mention } from "@guchi/platform/text/matcher.ts";
import type { Subject } from "../subjects/subject.ts";
import { patternEntries, subjectEntries } from "./entries.ts";
import type { Vocabulary } from "./vocabulary.ts";

const WORD_POINTS = 2;
const PATTERN_POINTS = 3;
const TOGETHER_POINTS = 4;
const WIDE_SHARE = 0.7;
/** Words that come together tell of one thing only within this many units; Japanese is denser. */
const TOGETHER_WITHIN = { ja: 24, en: 80 } as const;

const QUOTED = /「[^「」]*」|『[^『』]*』|["“][^"“”]*["”]/gu;

interface FoundSubjects {
  /** What the complaint is about first, then what it names besides. */
  readonly subjects: readonly Subject[];
  /** More than a single word tells of the first, and nothing else is told of as surely. */
  readonly sure: boolean;
  /** A pattern tells of the first, or two things that do not share a word. */
  readonly strong: boolean;
  /** Where words of ours stand, also those that tell of nothing. */
  readonly mentions: readonly Mention<unknown>[];
}

/** What is known of how much a text speaks of a subject. */
interface Evidence {
  readonly points: number;
  readonly start: number;
  /** What tells of it; a pattern counts twice. */
  readonly signs: number;
}

/**
 * Finds the subjects of a normalized text. The whole of it decides: words that come together count
 * more than a pattern, a pattern more than a word, and what happened more than who did it.
 */
export function createSubjectFinder(vocabulary: Vocabulary): (text: string) => FoundSubjects {
  const { wholeWords, negations, subjects } = vocabulary;
  const within = TOGETHER_WITHIN[wholeWords ? "en" : "ja"];
  const findWords = createMatcher({ wholeWords, entries: subjectEntries(vocabulary) });
  const patterns = patternEntries(vocabulary);
  const withTogether = subjects.filter(({ together }) => together.length > 0);

  return (text) => {
    const stands = ({ start, end }: Mention<unknown>) =>
      !negations.before.some((word) => text.endsWith(word, start)) &&
      !negations.after.some((word) => text.startsWith(word, end));
    const quotes = [...text.matchAll(QUOTED)].map(({ 0: said, index }) => ({ start: index, end: index + said.length }));
    /** Who is only named in what somebody said did nothing. */
    const acts = ({ value, start }: Mention<Subject | undefined>) =>
      value?.person !== true || !quotes.some((quote) => start > quote.start && start < quote.end);
    const byPattern = findPatterns(text, patterns);
    const byWord = findWords(blankOut(text, byPattern));
    const found = new Map<Subject, Evidence>();
    const note = (subject: Subject | undefined, points: number, start: number, signs = 1) => {
      if (subject === undefined || subject.unless.some((words) => words.test(text))) return;
      const known = found.get(subject);
      const share = subject.wide ? WIDE_SHARE : 1;
      found.set(subject, {
        points: Math.max(known?.points ?? 0, points * share),
        start: Math.min(known?.start ?? start, start),
        signs: (known?.signs ?? 0) + signs,
      });
    };
    for (const mention of byPattern.filter(stands)) note(mention.value, PATTERN_POINTS, mention.start, 2);
    const together = new Map<Subject, readonly number[]>();
    for (const subject of withTogether) {
      const places = togetherAt(text, subject.together, within);
      if (places === undefined) continue;
      together.set(subject, places);
      note(subject, TOGETHER_POINTS, Math.min(...places));
    }
    for (const mention of distinct(byWord.filter(stands).filter(acts), text)) {
      const { value, start, end } = mention;
      const isCounted = (value && together.get(value))?.some((place) => place >= start && place < end) === true;
      note(value, WORD_POINTS, start, isCounted ? 0 : 1);
    }
    const ordered = [...found].toSorted(
      ([a, x], [b, y]) => rank(a) - rank(b) || y.points - x.points || y.signs - x.signs || x.start - y.start,
    );
    const mentions = [...byPattern, ...byWord].toSorted((a, b) => a.start - b.start);
    const [first, second] = ordered;
    const strong = (first?.[1].signs ?? 0) > 1 && (first?.[1].points ?? 0) > WORD_POINTS * WIDE_SHARE;
    const hasRival =
      first !== undefined &&
      second !== undefined &&
      rank(first[0]) === rank(second[0]) &&
      first[0].topic !== second[0].topic &&
      second[1].points >= first[1].points &&
      second[1].signs >= first[1].signs;
    const sure = (first?.[1].points ?? 0) > WORD_POINTS && !hasRival;
    return { subjects: ordered.map(([subject]) => subject), sure, strong, mentions };
  };
}

function rank({ grave, weak, person }: Subject): number {
  if (grave) return 0;
  if (weak) return 3;
  return person ? 2 : 1;
}

/** A word counts once, however often it is said. */
function distinct<Value>(mentions: readonly Mention<Value>[], text: string): readonly Mention<Value>[] {
  const said = new Set<string>();
  return mentions.filter(({ start, end }) => {
    const word = text.slice(start, end);
    return said.has(word) ? false : said.add(word);
  });
}

/** Where the words of a group stand that has each of them in the text, close to each other. */
function togetherAt(text: string, together: Subject["together"], within: number): readonly number[] | undefined {
  for (const groups of together) {
    const places = groups.map((group) => group.exec(text)?.index);
    const known = places.filter((place) => place !== undefined);
    if (known.length === groups.length && Math.max(...known) - Math.min(...known) <= within) return known;
  }
  return undefined;
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
