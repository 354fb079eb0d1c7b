import type { Language, Topic } from "@guchi/contracts/guchi.ts";
import type { Random } from "../random.ts";
import { SUBJECTS } from "../subjects/files.ts";
import type { Moment } from "../time-of-day.ts";
import type { Understood } from "../understanding/understand.ts";
import type { Phrases } from "./phrases.ts";
import { sentencesOf } from "./template.ts";

/** What she said to a user in an earlier job. */
export interface Remembered {
  readonly message: string;
  /** The name of what it was about, where that was known. */
  readonly subject?: string | undefined;
  readonly grave?: boolean | undefined;
  readonly language?: Language | undefined;
  /** When the user spoke, ms since the epoch. */
  readonly at: number;
}

/** What a message is made of. */
export interface MessageRequest {
  readonly phrases: Phrases;
  readonly understood: Understood;
  readonly moment: Moment;
  readonly language: Language;
  /** What she said to this user before, oldest first. */
  readonly memory: readonly Remembered[];
  /** The user's calendar day of a time (ms since the epoch). */
  readonly dayOf: (at: number) => number;
  readonly random: Random;
  /** Only a doubt of danger makes it grave: she is gentle, and still says what it is about. */
  readonly doubt: boolean;
}

/** After a week she does not ask any more. */
const MOST_DAYS = 7;
/** What she asks about on another day. */
const LASTING: ReadonlySet<Topic> = new Set(["work", "study", "family", "love", "friends", "health", "sleep"]);
const AGAIN_SHARE = 0.6;
const ASK_SHARE = 0.45;

/**
 * The lines with which she comes back to what the user told before: at first when it is the same
 * again, at last to ask about something else of another day. Grief is not asked about.
 */
export function comeBack(
  request: MessageRequest,
  facts: ReadonlySet<string>,
): { readonly first?: readonly string[]; readonly last?: readonly string[] } {
  const { understood, moment, memory, dayOf, random } = request;
  if (understood.grave) return {};
  const lately = memory.filter((said) => canComeBackTo(said, request));
  const name = understood.details[0]?.name;
  const same = lately.findLast(({ subject }) => subject === name);
  if (same !== undefined) {
    return random() < AGAIN_SHARE ? { first: linesOf("again", same, request, facts) } : {};
  }
  const other = lately.findLast(({ at, subject }) => dayOf(at) < moment.day && goesOn(subject, request.language));
  // Once a day is enough: what came after it shows whether she asked already.
  const askedToday = memory.some(({ at }) => dayOf(at) === moment.day);
  if (other === undefined || askedToday || random() >= ASK_SHARE) return {};
  return { last: linesOf("recall", other, request, facts) };
}

/** Whether it is something that goes on: rain and a full train are over by the next day. */
function goesOn(name: string | undefined, language: Language): boolean {
  const topic = SUBJECTS[language].find((subject) => subject.name === name)?.topic;
  return topic !== undefined && LASTING.has(topic);
}

function canComeBackTo({ at, subject, grave, language }: Remembered, request: MessageRequest): boolean {
  if (subject === undefined || grave === true || language !== request.language) return false;
  return request.moment.day - request.dayOf(at) <= MOST_DAYS;
}

function linesOf(
  kind: string,
  { at, subject = "" }: Remembered,
  { moment, phrases, dayOf }: MessageRequest,
  facts: ReadonlySet<string>,
): readonly string[] {
  const nights = moment.day - dayOf(at);
  const when = nights <= 0 ? "today" : nights === 1 ? "yesterday" : "days";
  const label = labelOf(subject);
  return phrases.of(`${kind}.${when}`, facts).flatMap((line) => sentencesOf(line, { label }));
}

/** The name of a subject inside a sentence. */
export function labelOf(name: string): string {
  return name.replace(/のこと$/u, "");
}
