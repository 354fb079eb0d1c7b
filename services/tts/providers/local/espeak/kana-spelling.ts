import { readLatin } from "../japanese/latin-reading.ts";
import { speakNumbers } from "./counters.ts";

/**
 * Numbers and Latin words in kana: the dictionary reads digits one by one, and espeak's Japanese
 * spells words in English.
 */
export function kanaSpelling(text: string): string {
  return speakNumbers(text).replace(/[A-Za-z]+/gu, readLatin);
}
