import { unquoted, languageByScript } from "@guchi/contracts/language/by-script.ts";
import { isLatinLanguage, languageByWords, LATIN_LANGUAGES } from "@guchi/contracts/language/by-words.ts";
import type { MessageLanguage } from "@guchi/contracts/language.ts";
import { detect } from "tinyld";

/** Romaji are told by words alone. */
const GUESSABLE = LATIN_LANGUAGES.filter((language) => language !== "ja");

/**
 * The language of a message, as a reader would tell it: first by script, in Latin letters by common
 * words, by marks, and where those are silent by its letters (tinyld). A Latin text that shows
 * nothing is English.
 */
export function detectLanguage(message: string): MessageLanguage {
  const text = unquoted(message);
  const told = languageByScript(text);
  return told === "latin" ? (languageByWords(text) ?? guess(text)) : told;
}

function guess(text: string): MessageLanguage {
  const language = detect(text, { only: GUESSABLE });
  return isLatinLanguage(language) ? language : "en";
}
