import { type FollowUp, readFollowUps, readLines, readMessages, tsvFiles } from "../listening/corpus.ts";
import { DANGERS, type Label } from "../listening/labels.ts";

/**
 * Messages by writers who saw neither the rules nor the corpus. Nobody tunes for a sentence of
 * them.
 */
const HELD_OUT = new URL("held-out/", import.meta.url);
/** Complaints about lovers, kin, money, illness, trains: they come near to words of danger. */
const EVERYDAY = new URL("everyday/", import.meta.url);
/** Small inputs that failed once, with what a reader expects. */
const CASES = new URL("cases/", import.meta.url);
const FOLLOW_UPS = new URL("follow-ups/", import.meta.url);

export function heldOutMessages(): readonly Case[] {
  return messagesIn(HELD_OUT);
}

export function everydayMessages(): readonly Case[] {
  return messagesIn(EVERYDAY);
}

function messagesIn(folder: URL): readonly Case[] {
  return readMessages(folder).map(({ writer, label, language, direct, text }) => ({
    file: writer,
    labels: [label],
    language,
    direct,
    text,
  }));
}

/**
 * A message and what a reader expects of it, as labels of the corpus: several where either will do.
 */
export interface Case {
  /** Its writer, or the file of cases. */
  readonly file: string;
  readonly labels: readonly Label[];
  readonly language: string;
  /** Whether it is said plainly; false where nobody told. */
  readonly direct: boolean;
  readonly text: string;
}

const EXPECTED: Readonly<Record<string, readonly Label[]>> = {
  complaint: ["complaint"],
  "no-complaint": ["happy", "thanks", "question"],
  "not-care": ["hyperbole"],
  grave: ["grave"],
  care: ["self-harm", "self-harm-other"],
  ...Object.fromEntries(DANGERS.map((kind) => [`care:${kind}`, [kind]])),
};

/** Throws Error for an expectation that we do not know. */
export function readCases(): readonly Case[] {
  return tsvFiles(CASES)
    .filter((file) => file.startsWith("listening"))
    .flatMap((file) =>
      readLines(new URL(file, CASES))
        .filter(([first = ""]) => !first.startsWith("#"))
        .map(([expected = "", language = "", text = ""]) => {
          const labels = EXPECTED[expected];
          if (labels === undefined) throw new Error(`${file}: what is ${expected}?`);
          return { file, labels, language, direct: false, text };
        }),
    );
}

export function heldOutFollowUps(): readonly FollowUp[] {
  return readFollowUps(FOLLOW_UPS);
}
