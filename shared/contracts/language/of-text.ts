import { isSpoken, type Language, type MessageLanguage } from "../language.ts";
import { languageByScript, unquoted } from "./by-script.ts";
import { languageByWords } from "./by-words.ts";

/**
 * The language to answer a message in that nobody has listened to yet: the same as after listening,
 * which tells more languages apart. Undefined for a message without a letter: emoji are no
 * language.
 */
export function languageOf(message: string): Language | undefined {
  if (!/\p{L}/u.test(message)) return undefined;
  const text = unquoted(message);
  const told = languageByScript(text);
  return answerLanguage(told === "latin" ? (languageByWords(text) ?? "en") : told);
}

/** The language to answer in: English for one that she does not speak. */
export function answerLanguage(language: MessageLanguage): Language {
  return isSpoken(language) ? language : "en";
}
