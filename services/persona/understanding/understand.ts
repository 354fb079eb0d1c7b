import { type Language, MAX_TEXT_UTF16_UNITS, type Mood, type Topic } from "@guchi/contracts/guchi.ts";
import { blankOut, createMatcher, type Mention } from "@guchi/platform/text/matcher.ts";
import { closerLines, type Subject, type SubjectLines } from "../subjects/subject.ts";
import { createAnswered } from "./answered.ts";
import { moodEntries, topicEntries } from "./entries.ts";
import { createSubjectFinder } from "./find-subjects.ts";
import { takeUp, type TakenUp } from "./take-up.ts";
import { Tally } from "./tally.ts";
import { USUAL_MOOD, type Vocabulary } from "./vocabulary.ts";
import { ENGLISH } from "./words/en.ts";
import { JAPANESE } from "./words/ja.ts";

/** What a complaint is about and how it feels. */
export interface Understood {
  readonly topic: Topic;
  readonly mood: Mood;
  /** The subjects that are named, what it is about first. Empty where nothing is known. */
  readonly details: readonly Subject[];
  /** Whether more than a single word tells of the first. */
  readonly sure?: boolean;
  /** Whether several things tell of it: then its lines may stand alone. */
  readonly strong?: boolean;
  /** What she may say of the first that is closer to these words than its lines are. */
  readonly closer?: SubjectLines;
  /** What she may say of how it went, whatever it is about: "without asking", "again". */
  readonly turn?: Turn;
  /** Whether a question of hers asks for what was told. */
  readonly isAnswered?: (question: string) => boolean;
  /**
   * True when one of them is grave, which then is the first, when the turn is, and when the caller
   * knows that the matter is.
   */
  readonly grave: boolean;
  /** Whether the topic or the mood was told by a word, not only taken for the usual one. */
  readonly told: { readonly topic: boolean; readonly mood: boolean };
  readonly takenUp: TakenUp;
}

/** How a thing went: its lines, and whether any thing might go so ("again"). */
interface Turn {
  readonly name: string;
  readonly lines: SubjectLines;
  readonly isVague: boolean;
  /** Bodily, existential, or somebody was wronged: only quiet lines are said. */
  readonly isGrave: boolean;
}

/** More than one weak mood word (1 point), less than two. */
const USUAL_MOOD_POINTS = 1.5;

/** A voice that is fit for grief; others would be too bright or too sharp. */
const QUIET_MOODS: ReadonlySet<Mood> = new Set(["sad", "anxious", "tired", "lonely"]);

/**
 * Reads a complaint by its words; 5,000 units take a few milliseconds. The word lists are indexed
 * once, here. `knownGrave`: somebody else saw already that the matter is grave, whatever the words
 * tell.
 */
export function createUnderstanding(): (text: string, language: Language, knownGrave?: boolean) => Understood {
  const readers = { ja: createReader(JAPANESE), en: createReader(ENGLISH) };
  return (text, language, knownGrave = false) => {
    const spelt = normalize(text);
    return {
      ...readers[language](spelt.toLowerCase(), knownGrave),
      isAnswered: createAnswered(spelt, language),
      takenUp: takeUp(spelt, language),
    };
  };
}

function createReader(
  vocabulary: Vocabulary,
): (text: string, knownGrave: boolean) => Omit<Understood, "takenUp" | "isAnswered"> {
  const { wholeWords, negations, turns } = vocabulary;
  const findSubjects = createSubjectFinder(vocabulary);
  const findTopics = createMatcher({ wholeWords, entries: topicEntries(vocabulary) });
  const findMoods = createMatcher({ wholeWords, entries: moodEntries(vocabulary) });

  return (text, knownGrave) => {
    const stands = ({ start, end }: Mention<unknown>) =>
      !negations.before.some((word) => text.endsWith(word, start)) &&
      !negations.after.some((word) => text.startsWith(word, end));
    const { subjects, sure, strong, mentions } = findSubjects(text);
    // 満員電車 is one thing, not also a 電車; and a word counts once, however often it is said.
    const rest = blankOut(text, mentions);
    const topicWords = new Map(findTopics(rest).map(({ value, start, end }) => [text.slice(start, end), value]));
    const moodWords = findMoods(text)
      .filter(stands)
      .flatMap(({ value }) => value ?? []);

    const [first] = subjects;
    const person = first?.anyone === true ? subjects.find((subject) => subject.person) : undefined;
    const named = person?.topic ?? first?.topic ?? chooseTopic(topicWords.values());
    const topic = named ?? "daily";
    const mood = chooseMood(first?.mood ?? USUAL_MOOD[topic], moodWords);
    const told = { topic: named !== undefined, mood: moodWords.length > 0 };
    const turn = turnOf(text, turns);
    const grave = knownGrave || first?.grave === true || turn?.isGrave === true;
    const closer = first === undefined ? {} : { closer: closerLines(first, text) };
    return {
      topic,
      mood: grave ? quietMood(mood) : mood,
      details: subjects,
      ...closer,
      sure,
      strong,
      ...(turn !== undefined && { turn }),
      grave,
      told,
    };
  };
}

/** What may be said of the first turn that fits. */
function turnOf(text: string, turns: readonly Subject[]): Turn | undefined {
  const turn = turns.find(
    ({ patterns, unless }) =>
      patterns.some((pattern) => text.search(pattern) >= 0) && !unless.some((words) => words.test(text)),
  );
  if (turn === undefined) return undefined;
  const [closer, { lines }] = [closerLines(turn, text), turn];
  const both = (beat: keyof SubjectLines) => [...closer[beat], ...lines[beat]];
  // What is grave is taken up as closely as there are words for it.
  const react = turn.grave && closer.react.length > 0 ? closer.react : both("react");
  return {
    lines: { react, insight: both("insight"), ask: both("ask"), close: both("close") },
    name: turn.name,
    isVague: turn.weak,
    isGrave: turn.grave,
  };
}

/** The mood to speak in about what is grave. */
export function quietMood(mood: Mood): Mood {
  return QUIET_MOODS.has(mood) ? mood : "sad";
}

function chooseTopic(topicWords: Iterable<Topic | undefined>): Topic | undefined {
  const tally = new Tally<Topic>();
  for (const topic of topicWords) if (topic !== undefined) tally.add(topic, 1);
  return tally.highest();
}

function chooseMood(usual: Mood, words: Iterable<{ readonly mood: Mood; readonly points: number }>): Mood {
  const tally = new Tally<Mood>();
  tally.add(usual, USUAL_MOOD_POINTS);
  for (const { mood, points } of words) tally.add(mood, points);
  return tally.highest() ?? usual;
}

/**
 * One spelling for full and half width and apostrophes. NFKC can lengthen a text: the bound is
 * kept.
 */
function normalize(text: string): string {
  return text.normalize("NFKC").replaceAll("’", "'").slice(0, MAX_TEXT_UTF16_UNITS);
}
