import type { TimeOfDay } from "@guchi/contracts/guchi.ts";
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

/**
 * What she says: one sentence from each part, none of which was in her previous message, and none
 * of which echoes a word of the sentences before it, as far as the parts allow.
 */
export function composeMessage({ bank, understood, timeOfDay, previousMessage, random }: MessageRequest): string {
  const { openings, middles, closings } = pick(random, waysToSay(bank, understood, timeOfDay));
  const said: string[] = [];
  for (const sentences of [openings, middles, closings]) {
    const fresh = preferred(sentences, (sentence) => !previousMessage?.includes(sentence));
    const echoing = bank.echoes.filter((word) => said.some((sentence) => sentence.includes(word)));
    said.push(
      pick(
        random,
        preferred(fresh, (sentence) => !echoing.some((word) => sentence.includes(word))),
      ),
    );
  }
  return said.join(bank.space);
}

/** Those that fit, or all of them when none does. */
function preferred(sentences: readonly string[], fits: (sentence: string) => boolean): readonly string[] {
  const fitting = sentences.filter(fits);
  return fitting.length > 0 ? fitting : sentences;
}

/**
 * The ways to speak of a complaint; all are equally likely. A detail is named once: in the opening,
 * or in the middle by its own line, never in both.
 */
export function waysToSay(bank: PhraseBank, understood: Understood, timeOfDay: TimeOfDay): readonly Parts[] {
  const { topic, mood, grave, details } = understood;
  const [first, second] = details;
  if (grave) {
    // An ordinary detail beside it, such as the job of somebody whose mother is dying, is not what
    // matters now.
    const middles = first?.grave === true ? first.lines : bank.grave.middles;
    return [{ openings: bank.grave.openings, middles, closings: bank.grave.closings[timeOfDay] }];
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
