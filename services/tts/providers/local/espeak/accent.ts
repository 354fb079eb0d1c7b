import type { JapaneseToken } from "@guchi/platform/text/japanese-tokenizer.ts";
import { morae } from "./morae.ts";

/**
 * Index of the mora after which a word's pitch falls. A guess, for the dictionary knows no accents:
 * polite verbs fall after ま(す), ま(した), ませ(ん), ましょ(う); adjectives before their い or かった; all else
 * rises at its second mora and stays up for long, as about half of all nouns do.
 */
export function accentOf(word: readonly JapaneseToken[], readings: readonly string[]): number {
  const lengthUpTo = (i: number) => morae(readings.slice(0, i).join("")).length;
  const polite = word.findIndex(({ basic_form: base }) => base === "ます");
  if (polite > 0) return lengthUpTo(polite) + (/^(?:マセ|マショ)/u.test(readings[polite] ?? "") ? 1 : 0);
  const adjective = word.findIndex(({ pos }) => pos === "形容詞");
  if (adjective >= 0) return Math.max(0, lengthUpTo(adjective + 1) - 2);
  const second = morae(readings.join(""))[1];
  return second !== undefined && /[aiueo]/u.test(second.vowel) ? 1 : 0;
}
