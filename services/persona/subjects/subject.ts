import { Mood, type Mood as MoodName, Topic, type Topic as TopicName } from "@guchi/contracts/guchi.ts";
import { fits } from "@guchi/chain/schema.ts";
import * as bereavement from "../understanding/bereavement.ts";

/** What a line of a subject is for. */
type SubjectBeat = "react" | "insight" | "ask" | "close";

/** A concrete thing, event or person that people complain about, and what she says about it. */
export interface Subject {
  /** How she names it when she comes back to it. */
  readonly name: string;
  readonly topic: TopicName;
  /** How one usually feels about it, where the topic's usual mood does not fit. */
  readonly mood?: MoodName;
  /** Grief, violence, serious illness: no playfulness at all. */
  readonly grave: boolean;
  /** Somebody: what happened tells more than who did it. */
  readonly person: boolean;
  /** What is often only the place of something else: it yields to any other subject. */
  readonly weak: boolean;
  /** What anybody may do to one: it has the topic of the person who is named. */
  readonly anyone: boolean;
  /** What is said in many words: it yields to a subject that is found as surely. */
  readonly wide: boolean;
  readonly words: readonly string[];
  /** What tells of it where a word alone does not: global. */
  readonly patterns: readonly RegExp[];
  /** Groups of words that tell of it together, in any order. */
  readonly together: readonly (readonly RegExp[])[];
  readonly lines: Readonly<Record<SubjectBeat, readonly string[]>>;
}

const BEATS: Readonly<Record<string, SubjectBeat>> = { "!": "react", ".": "insight", "?": "ask", "+": "close" };

/**
 * Reads a file of subjects. A subject begins with `# name | topic mood flags` (flags: grave,
 * person, weak, wide, anyone). Below it: `= words, with commas`, `~ a regular expression` (or `~
 * @NAME` of bereavement.ts), `& a|b, c|d` for words that must come together, and her lines: `!`
 * takes it up, `.` is about it, `?` asks, `+` ends. Throws Error with the line that is none of
 * these.
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
  if (!fits(Topic, topic)) throw new Error(`A subject has no topic: ${head}`);
  const after = (mark: string) =>
    lines.filter((line) => line.startsWith(`${mark} `)).map((line) => line.slice(2).trim());
  const unread = lines.find((line) => !/^[=~&!.?+] \S/u.test(line));
  if (unread !== undefined) throw new Error(`Not a line of a subject: ${unread}`);
  return {
    name,
    topic,
    ...(fits(Mood, mood) && { mood }),
    grave: marks.includes("grave"),
    person: marks.includes("person"),
    weak: marks.includes("weak"),
    anyone: marks.includes("anyone"),
    wide: marks.includes("wide"),
    words: after("=").flatMap((words) => words.split(/,\s*/u)),
    patterns: after("~").map(patternOf),
    together: after("&").map((groups) => groups.split(/,\s*/u).map(groupOf)),
    lines: linesOf(lines),
  };
}

function linesOf(lines: readonly string[]): Record<SubjectBeat, readonly string[]> {
  const found: Record<SubjectBeat, string[]> = { react: [], insight: [], ask: [], close: [] };
  for (const line of lines) {
    const beat = BEATS[line.charAt(0)];
    if (beat !== undefined) found[beat].push(line.slice(2).trim());
  }
  return found;
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
