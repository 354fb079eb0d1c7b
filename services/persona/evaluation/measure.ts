import { createLocalPersona } from "../providers/local.ts";
import type { PersonaRequest } from "../providers/provider.ts";
import { createUnderstanding } from "../understanding/understand.ts";
import type { Remembered } from "../words/recall.ts";
import type { Complaint } from "./sets.ts";

/** How many of how many, with what there is to say of those that missed. */
export interface Figure {
  readonly what: string;
  readonly hits: number;
  readonly of: number;
  readonly misses: readonly string[];
}

/** So many complaints of one user are an evening; none of her sentences should come twice in it. */
const EVENING = 30;
const DAY_MS = 86_400_000;
/** A Thursday at half past nine in the evening, in Japan. */
const AT = Date.UTC(2026, 10, 26, 12, 30);

const understand = createUnderstanding();
const persona = createLocalPersona();
const call = { signal: new AbortController().signal, pay: () => Promise.resolve(), softer: false };

/** What she says to a complaint, without a memory. */
export async function answer({ text, language }: Complaint, seed: string, memory: readonly Remembered[] = [], at = AT) {
  const request: PersonaRequest = { text, language, grave: false, seed, at: new Date(at), memory };
  return persona.compose(request, call);
}

/**
 * Whether the first subject that is found, or how it went, is one that a reader would name; none
 * where none is to be known.
 */
export function measureSubjects(complaints: readonly Complaint[]): Figure {
  const misses = complaints.flatMap(({ text, language, subjects }) => {
    const { details, turn } = understand(text, language);
    const found = [details[0]?.name, turn?.name].filter((name) => name !== undefined);
    const isRight = subjects.length === 0 ? details.length === 0 : found.some((name) => subjects.includes(name));
    return isRight ? [] : [`${text} → ${found.join(", ") || "nothing"}, not ${subjects.join(" or ") || "nothing"}`];
  });
  return figure("subject found", complaints, misses);
}

/** Whether the word or amount is taken up in one of five answers at least. */
export async function measureTakenUp(complaints: readonly Complaint[]): Promise<Figure> {
  const asked = complaints.filter(({ takenUp }) => takenUp !== undefined);
  const misses: string[] = [];
  for (const complaint of asked) {
    const answers = await Promise.all([1, 2, 3, 4, 5].map((seed) => answer(complaint, `taken-up-${seed}`)));
    if (!answers.some(({ message }) => message.includes(complaint.takenUp ?? ""))) misses.push(complaint.text);
  }
  return figure("quoted word or amount taken up (in one of five)", asked, misses);
}

/** Sixty evenings of one user each: whether a sentence came twice in one. */
export async function measureEvenings(complaints: readonly Complaint[], evenings = 60): Promise<Figure> {
  const misses: string[] = [];
  for (let evening = 0; evening < evenings; evening++) {
    const twice = await repeated(complaints, evening);
    if (twice !== undefined) misses.push(`evening ${evening + 1}: ${twice}`);
  }
  return {
    what: `evenings of ${EVENING} complaints without a sentence twice`,
    hits: evenings - misses.length,
    of: evenings,
    misses,
  };
}

async function repeated(complaints: readonly Complaint[], evening: number): Promise<string | undefined> {
  const memory: Remembered[] = [];
  const said = new Set<string>();
  for (let index = 0; index < EVENING; index++) {
    const complaint = complaints[(evening * 7 + index * 11) % complaints.length];
    if (complaint === undefined) return undefined;
    const at = AT + index * 60_000;
    const { message, subject } = await answer(complaint, `evening-${evening}-${index}`, memory, at);
    for (const sentence of sentencesOf(message)) {
      if (said.has(sentence)) return sentence;
      said.add(sentence);
    }
    memory.push({ message, subject, language: complaint.language, at });
  }
  return undefined;
}

/**
 * How many different sentences a hundred answers to the same complaint hold: the median of the
 * complaints.
 */
export async function measureDistinct(complaints: readonly Complaint[]): Promise<number> {
  const counts: number[] = [];
  for (const complaint of complaints) {
    const answers = await Promise.all(Array.from({ length: 100 }, (_, seed) => answer(complaint, `again-${seed}`)));
    counts.push(new Set(answers.flatMap(({ message }) => sentencesOf(message))).size);
  }
  return counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
}

/** How many answers have one sentence, two, three … */
export async function measureShapes(complaints: readonly Complaint[]): Promise<ReadonlyMap<number, number>> {
  const shapes = new Map<number, number>();
  for (const complaint of complaints) {
    const { message } = await answer(complaint, `shape-${complaint.text}`);
    const beats = sentencesOf(message).length;
    shapes.set(beats, (shapes.get(beats) ?? 0) + 1);
  }
  return shapes;
}

/** The answer to a complaint on the day after another one, where she comes back to that. */
export async function answerNextDay(first: Complaint, second: Complaint, seed: string): Promise<string> {
  const { message, subject } = await answer(first, `${seed}-before`, [], AT - DAY_MS);
  const memory = [{ message, subject, language: first.language, at: AT - DAY_MS }];
  return (await answer(second, seed, memory)).message;
}

function sentencesOf(message: string): readonly string[] {
  return message.split(/(?<=[。！？!?♪])(?![」”])\s*|(?<=\.)\s+/u).filter((sentence) => sentence !== "");
}

function figure(what: string, of: readonly unknown[], misses: readonly string[]): Figure {
  return { what, hits: of.length - misses.length, of: of.length, misses };
}
