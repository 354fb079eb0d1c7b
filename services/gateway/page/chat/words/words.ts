import type { Language } from "../../shared/language.ts";
import { en } from "./en.ts";
import { ja } from "./ja.ts";

/** The parts of an answer, in the order in which they are made. */
export const PARTS = ["feeling", "words", "picture", "voice"] as const;
export type Part = (typeof PARTS)[number];
export type PartState = "todo" | "doing" | "done" | "missing" | "skipped";

/** Why a message has no answer yet; the page goes on by itself. */
export type Wait = "offline" | "unreachable" | "busy" | "slower" | "key";
/** Why it will have none. */
export type End = "closed" | "refused" | "failed" | "canceled" | "gone";

export type Hour = "morning" | "day" | "evening" | "night";

/** Everything that the page says of itself. What she says comes from the server. */
export interface Words {
  readonly title: string;
  readonly about: string;
  readonly name: string;
  readonly motto: string;
  readonly portrait: string;
  readonly status: string;
  readonly otherLanguage: { readonly code: Language; readonly label: string };
  readonly greetings: Readonly<Record<Hour, string>>;
  readonly starters: readonly string[];
  readonly startersLabel: string;
  readonly conversation: string;
  readonly you: string;
  readonly compose: string;
  readonly placeholder: string;
  readonly send: string;
  readonly hint: string;
  readonly count: (length: number, most: number) => string;
  readonly tooLong: (over: number) => string;
  readonly today: string;
  readonly yesterday: string;
  readonly earlier: string;
  readonly parts: Readonly<Record<Part, string>>;
  readonly partStates: Readonly<Record<PartState, string>>;
  readonly progress: string;
  readonly again: string;
  readonly anotherFilm: string;
  readonly movie: string;
  readonly quickReplies: string;
  /** Between a name and what is said of it, for who hears the page. */
  readonly between: string;
  /** What stands still when it is no part. */
  readonly whole: string;
  readonly picture: string;
  readonly pictureAlt: string;
  readonly poster: (title: string) => string;
  readonly enlarge: string;
  readonly save: string;
  readonly share: string;
  readonly copy: string;
  readonly copied: string;
  readonly cardName: string;
  readonly shareText: string;
  readonly close: string;
  readonly play: (length: string) => string;
  readonly stop: string;
  readonly voice: string;
  readonly lost: Readonly<Record<"picture" | "voice", string>>;
  readonly film: string;
  readonly minutes: (minutes: number) => string;
  readonly call: (number: string) => string;
  readonly visit: (address: string) => string;
  readonly careLabel: string;
  readonly trouble: Readonly<Record<Wait | End, string>>;
  readonly back: string;
  readonly waiting: {
    readonly slow: (part: string) => string;
    readonly nobody: (part: string) => string;
    readonly paused: (part: string) => string;
    readonly queue: (part: string, count: number) => string;
  };
  readonly full: string;
  readonly retry: string;
  readonly sending: string;
  readonly key: Readonly<Record<"title" | "about" | "label" | "wrong" | "enter", string>>;
  readonly erase: Readonly<Record<"open" | "title" | "about" | "yes" | "no" | "done", string>> & {
    readonly later: (count: number) => string;
  };
  readonly info: Readonly<Record<"open" | "title" | "about" | "voice" | "developers" | "api", string>>;
  readonly announce: {
    readonly said: (message: string) => string;
    readonly picture: string;
    readonly voice: (length: string) => string;
  };
}

const WORDS: Readonly<Record<Language, Words>> = { ja, en };

export function wordsIn(language: Language): Words {
  return WORDS[language];
}

/** Of a time of this clock's day, in hours. */
export function hourOf(hours: number): Hour {
  if (hours >= 5 && hours < 11) return "morning";
  if (hours >= 11 && hours < 17) return "day";
  return hours >= 17 && hours < 22 ? "evening" : "night";
}
