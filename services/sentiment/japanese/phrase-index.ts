import type { LexiconEntry } from "./lexicon/entry.ts";
import type { Word } from "./tokens.ts";

/** A phrase of the lexicon found in a text, from word `start` up to (not including) word `end`. */
export interface PhraseMatch {
  readonly start: number;
  readonly end: number;
  readonly phrase: string;
  readonly polarity: number;
}

/** Finds the lexicon's phrases among words: at each place the longest. */
export interface PhraseIndex {
  find(words: readonly Word[]): PhraseMatch[];
}

interface Node {
  readonly next: Map<string, Node>;
  entry?: LexiconEntry;
}

/**
 * Builds the index by analysing each phrase with the analyser that reads the texts, so that both
 * are cut into the same words, slang that the dictionary does not know included. A later entry
 * replaces an earlier one of the same words.
 */
export function createPhraseIndex(lexicon: readonly LexiconEntry[], toWords: (text: string) => Word[]): PhraseIndex {
  const root: Node = { next: new Map() };
  for (const entry of lexicon) {
    for (const reading of readingsOf(entry[0], toWords)) {
      let node = root;
      for (const base of reading) {
        const next = node.next.get(base) ?? { next: new Map<string, Node>() };
        node.next.set(base, next);
        node = next;
      }
      node.entry = entry;
    }
  }
  return { find: (words) => findLongest(root, words) };
}

/**
 * Frames in which a phrase is analysed: 嫌い alone is a form of the verb 嫌う, before だ it is the noun
 * 嫌い.
 */
const FRAMES = [
  ["", ""],
  ["", "だ"],
  ["", "になる"],
  ["が", ""],
] as const;

/**
 * Longer phrases are cut in one way only; to try each in every frame would only lengthen the start.
 */
const LONGEST_UNSURE = 4;

/**
 * The ways in which the analyser cuts the phrase: content words only, none twice, the frame's own
 * words left out.
 */
function readingsOf(phrase: string, toWords: (text: string) => Word[]): readonly string[][] {
  const readings = new Map<string, string[]>();
  for (const [before, after] of phrase.length <= LONGEST_UNSURE ? FRAMES : FRAMES.slice(0, 1)) {
    let at = 0;
    const inside: Word[] = [];
    let aligned = true;
    for (const word of toWords(before + phrase + after)) {
      const end = at + word.surface.length;
      const [from, to] = [before.length, before.length + phrase.length];
      if (at >= from && end <= to) inside.push(word);
      else if (at < to && end > from) aligned = false;
      at = end;
    }
    const bases = inside.filter((word) => word.content).map((word) => word.base);
    if (aligned && bases.length > 0) readings.set(bases.join("\t"), bases);
  }
  if (readings.size === 0) throw new TypeError(`Lexicon phrase "${phrase}" has no content word`);
  return [...readings.values()];
}

function findLongest(root: Node, words: readonly Word[]): PhraseMatch[] {
  const matches: PhraseMatch[] = [];
  let start = 0;
  while (start < words.length) {
    const match = longestFrom(root, words, start);
    if (match !== undefined) matches.push(match);
    start = match?.end ?? start + 1;
  }
  return matches;
}

function longestFrom(root: Node, words: readonly Word[], start: number): PhraseMatch | undefined {
  if (words[start]?.content !== true) return undefined;
  let node: Node | undefined = root;
  let best: PhraseMatch | undefined;
  for (let position = start; position < words.length; position += 1) {
    const word = words[position];
    if (word === undefined) break;
    if (!word.content) continue;
    node = node.next.get(word.base);
    if (node === undefined) break;
    if (node.entry !== undefined) {
      best = { start, end: position + 1, phrase: node.entry[0], polarity: node.entry[1] };
    }
  }
  return best;
}
