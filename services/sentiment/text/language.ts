import type { Language } from "@guchi/shared/contracts/guchi.ts";
import { detect } from "tinyld";

const JAPANESE_SCRIPT = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
const LATIN_WORD = /\p{Script=Latin}{2,}/u;

/**
 * The language to answer in. Script decides first, as a detector cannot on three letters: any kana or kanji is Japanese
 * (a Japanese sentence is full of Latin words, an English one of no kana). Without letters (only emoji, kaomoji, digits)
 * it is Japanese, the language of most who write to this account. All else is answered in English, but romaji that
 * tinyld takes for Japanese.
 */
export function detectLanguage(text: string): Language {
  if (JAPANESE_SCRIPT.test(text)) return "ja";
  if (!LATIN_WORD.test(text)) return "ja";
  return text.length >= 24 && detect(text) === "ja" ? "ja" : "en";
}
