import { Mood, type Mood as MoodName, Topic, type Topic as TopicName } from "@guchi/contracts/guchi.ts";
import { Thing, type Thing as ThingName } from "@guchi/contracts/look.ts";
import { fits } from "@guchi/chain/schema.ts";
import * as bereavement from "../understanding/bereavement.ts";

/** What a line of a subject is for. */
type SubjectBeat = "react" | "insight" | "ask" | "close";
export type SubjectLines = Readonly<Record<SubjectBeat, readonly string[]>>;

/** A concrete thing, event or person that people complain about, and what she says about it. */
export interface Subject {
  /** How she names it when she comes back to it. */
  readonly name: string;
  readonly topic: TopicName;
  /** How one usually feels about it, where the topic's usual mood does not fit. */
  readonly mood?: MoodName;
  /** What stands beside her in the picture. */
  readonly thing?: ThingName;
  /** Grief, violence, serious illness: no playfulness at all. */
  readonly grave: boolean;
  /** Somebody: what happened tells more than who did it. */
  readonly person: boolean;
  /** What is often only the place of something else: it yields to any other subject. */
  readonly weak: boolean;
  /** What anybody may do to one: it has the topic of the person who is named. */
  readonly anyone: boolean;
  /** Her lines about it are quiet enough for what is grave. */
  readonly tender: boolean;
  /** What is said in many words: it yields to a subject that is found as surely. */
  readonly wide: boolean;
  readonly words: readonly string[];
  /** What tells of it where a word alone does not: global. */
  readonly patterns: readonly RegExp[];
  /** Groups of words that tell of it together, in any order. */
  readonly together: readonly (readonly RegExp[])[];
  /** What tells that it is something else, whatever words are there. */
  readonly unless: readonly RegExp[];
  /** What holds however its words were used. */
  readonly lines: SubjectLines;
  /** What holds only for a complaint that says so. */
  readonly closer: readonly CloserLine[];
}

interface CloserLine {
  readonly when: RegExp;
  readonly beat: SubjectBeat;
  readonly line: string;
}

/** The lines that are closer to this normalized complaint than what holds for all. */
export function closerLines({ closer }: Subject, text: string): SubjectLines {
  return byBeat(closer.filter(({ when }) => when.test(text)));
}

const BEATS: Readonly<Record<string, SubjectBeat>> = { "!": "react", ".": "insight", "?": "ask", "+": "close" };

/**
 * Reads a file of subjects. A subject begins with `# name | topic mood thing flags` (flags: grave,
 * tender, person, weak, wide, anyone). Below it: `= words, with commas`, `~ a regular expression`
 * (or `~ @NAME` of bereavement.ts), `& a|b, c|d` for words that must come together, `- a|b` for
 * words with which it is something else, and her lines: `!` takes it up, `.` is about it, `?` asks,
 * `+` ends. A line after `<a|b>` is for complaints that have one of these words. Throws Error with
 * the line that is none of these.
 */
export function parseSubjects(text: string): readonly Subject[] {
  return text
    .split(/^(?=# )/mu)
    .map((block) => block.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("//")))
    .flatMap(([head, ...lines]) => (head === undefined ? [] : [subjectOf(head, lines)]));
}

function subjectOf(head: string, lines: readonly string[]): Subject {
  const [name = "", about = ""] = head.replace(/^# /u, "").split(" | ");
  const marks = about.split(" ");
  const topic = marks.find((mark) => fits(Topic, mark));
  const mood = marks.find((mark) => fits(Mood, mark));
  const thing = marks.find((mark) => fits(Thing, mark));
  if (!fits(Topic, topic)) throw new Error(`A subject has no topic: ${head}`);
  const after = (mark: string) =>
    lines.filter((line) => line.startsWith(`${mark} `)).map((line) => line.slice(2).trim());
  const unread = lines.find((line) => !/^[=~&!.?+-] \S/u.test(line));
  if (unread !== undefined) throw new Error(`Not a line of a subject: ${unread}`);
  const said = saidLines(lines);
  return {
    name,
    topic,
    ...(fits(Mood, mood) && { mood }),
    ...(fits(Thing, thing) && { thing }),
    grave: marks.includes("grave"),
    person: marks.includes("person"),
    weak: marks.includes("weak"),
    anyone: marks.includes("anyone"),
    tender: marks.includes("grave") || marks.includes("tender"),
    wide: marks.includes("wide"),
    words: after("=").flatMap((words) => words.split(/,\s*/u)),
    patterns: after("~").map(patternOf),
    together: after("&").map((groups) => groups.split(/,\s*/u).map(groupOf)),
    unless: after("-").map(groupOf),
    lines: byBeat(said.filter(({ when }) => when === undefined)),
    closer: said.flatMap(({ when, ...line }) => (when === undefined ? [] : [{ when, ...line }])),
  };
}

interface SaidLine {
  readonly beat: SubjectBeat;
  readonly line: string;
  readonly when: RegExp | undefined;
}

function saidLines(lines: readonly string[]): readonly SaidLine[] {
  return lines.flatMap((written) => {
    const beat = BEATS[written.charAt(0)];
    const [, when, line = ""] = /^. (?:<([^>]+)> )?(.+)$/u.exec(written) ?? [];
    return beat === undefined
      ? []
      : [{ beat, line: line.trim(), when: when === undefined ? undefined : groupOf(when) }];
  });
}

function byBeat(lines: readonly Pick<SaidLine, "beat" | "line">[]): SubjectLines {
  const of = (beat: SubjectBeat) => lines.filter((each) => each.beat === beat).map(({ line }) => line);
  return { react: of("react"), insight: of("insight"), ask: of("ask"), close: of("close") };
}

/** English words stand alone, with the ending of a plural or a verb at most. */
function groupOf(words: string): RegExp {
  return new RegExp(/^[ -~]+$/u.test(words) ? `\\b(?:${words})(?:e?s|e?d|ing)?\\b` : words, "u");
}

const NAMED: ReadonlyMap<string, RegExp> = new Map(Object.entries(bereavement));

function patternOf(written: string): RegExp {
  if (!written.startsWith("@")) return new RegExp(written, "gu");
  const named = NAMED.get(written.slice(1));
  if (named === undefined) throw new Error(`No such pattern: ${written}`);
  return named;
}
