import type { TimeOfDay } from "@guchi/shared/contracts/guchi.ts";
import { pick, type Random } from "../random.ts";
import type { Understood } from "../understanding/understand.ts";
import type { KnownDetail } from "../understanding/vocabulary.ts";
import type { PhraseBank } from "./bank.ts";

export interface MessageRequest {
  readonly bank: PhraseBank;
  readonly understood: Understood;
  readonly timeOfDay: TimeOfDay;
  readonly previousMessage: string | undefined;
  readonly random: Random;
}

/** The sentences from which one message can be made. */
interface Parts {
  readonly openings: readonly string[];
  readonly middles: readonly string[];
  readonly closings: readonly string[];
}

/** What she says: one sentence from each part, none of which was in her previous message if there is another. */
export function composeMessage({ bank, understood, timeOfDay, previousMessage, random }: MessageRequest): string {
  const { openings, middles, closings } = pick(random, waysToSay(bank, understood, timeOfDay));
  const fresh = (sentences: readonly string[]) => {
    const unsaid = sentences.filter((sentence) => !previousMessage?.includes(sentence));
    return pick(random, unsaid.length > 0 ? unsaid : sentences);
  };
  return [fresh(openings), fresh(middles), fresh(closings)].join(bank.space);
}

/**
 * The ways to speak of a complaint; all are equally likely. A detail is named once: in the opening, or in the middle by
 * its own line, never in both.
 */
export function waysToSay(bank: PhraseBank, understood: Understood, timeOfDay: TimeOfDay): readonly Parts[] {
  const { topic, mood, grave, details } = understood;
  const [first, second] = details;
  if (first !== undefined && grave) {
    return [{ openings: bank.grave.openings, middles: first.lines, closings: bank.grave.closings[timeOfDay] }];
  }
  const closings = bank.closingsAbout[topic]?.[timeOfDay] ?? bank.closings[timeOfDay];
  const middles = bank.middles[topic];
  if (first === undefined) return [{ openings: bank.openings[mood], middles, closings }];

  const byItsLines = { openings: bank.openings[mood], middles: first.lines, closings };
  // The general sentences of "daily" are for complaints without a subject.
  if (first.ownLinesOnly || topic === "daily") return [byItsLines];
  const byName = { openings: namedOpenings(bank, understood, first), middles, closings };
  if (second === undefined || first.person || second.person || second.ownLinesOnly) return [byItsLines, byName];
  const pair = bank.pairOpenings.map((opening) => fill(opening, { first: first.name, second: second.name }));
  return [byItsLines, byName, { openings: pair, middles, closings }];
}

function namedOpenings(bank: PhraseBank, { mood }: Understood, { name, person }: KnownDetail): string[] {
  const { thing: ofThings, person: ofPeople } = bank.namedOpenings[mood];
  return person
    ? ofPeople.map((opening) => fill(opening, { person: name }))
    : ofThings.map((opening) => fill(opening, { thing: name }));
}

function fill(sentence: string, slots: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (slot, name: string) => slots[name] ?? slot);
}
