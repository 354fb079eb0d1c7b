import { undecorate } from "./undecorate.ts";

/**
 * What a voice of a vendor gets to read: no emoji, kaomoji or links, on one line. Empty when only
 * such is there.
 */
export function spokenText(text: string): string {
  return undecorate(text)
    .replace(/\s+/gu, " ")
    .replace(/ (?=[、。！？!?,.])/gu, "")
    .trim();
}
