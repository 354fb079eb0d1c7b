import { createHash } from "node:crypto";
import { add, weighed } from "./local/lsa.ts";
import { readLearnt, type LearntTerms } from "./local/learnt.ts";
import { tokensOf } from "./local/tokens.ts";
import { joined } from "../vectors.ts";
import type { EmbeddingProvider } from "./provider.ts";

/** Numbers of the part that knows letters alone: words that nobody taught us still match. */
const LETTERS = 256;
/** Share of a vector's length that is what was learnt; the rest is letters. */
const LEARNT_SHARE = 0.6;

/**
 * Embeds without network or download: what the words of a text mean by the reviews and the list of
 * concepts that it learnt from, beside the words themselves. The same text gives the same numbers.
 */
export function createLocalEmbedding(learnt: LearntTerms = readLearnt()): EmbeddingProvider {
  return {
    name: "local",
    model: `local/${learnt.version}`,
    batch: 16,
    async embed(texts, { signal }) {
      signal.throwIfAborted();
      return texts.map((text) => embedLocally(text, learnt));
    },
  };
}

/** The vector of a text, of length 1; all zeros where it says nothing. */
function embedLocally(text: string, { terms, dimension, unknownIdf }: LearntTerms): Float32Array {
  const meaning = new Float32Array(dimension);
  const letters = new Float32Array(LETTERS);
  for (const [term, weight] of weighed(tokensOf(text), (each) => terms.get(each)?.idf ?? unknownIdf)) {
    const row = terms.get(term)?.row;
    if (row !== undefined) for (let k = 0; k < dimension; k += 1) add(meaning, k, weight * (row[k] ?? 0));
    for (const [at, sign] of placesOf(term)) add(letters, at, sign * weight);
  }
  return joined([
    [meaning, LEARNT_SHARE],
    [letters, 1 - LEARNT_SHARE],
  ]);
}

/** Where a word counts among the letters: two places by its hash, so that few words share both. */
function placesOf(term: string): readonly (readonly [at: number, sign: number])[] {
  const known = places.get(term);
  if (known !== undefined) return known;
  const hash = createHash("sha1").update(term).digest();
  const found = [0, 4].map((at) => [hash.readUInt16LE(at) % LETTERS, (hash[at + 2] ?? 0) < 128 ? 1 : -1] as const);
  if (places.size >= MOST_PLACES) places.clear();
  places.set(term, found);
  return found;
}

const places = new Map<string, readonly (readonly [at: number, sign: number])[]>();
const MOST_PLACES = 50_000;
