import { undecorate } from "../../../text/undecorate.ts";

/** What she says when there is nothing to say, as for a message of emoji only. */
export const WORDLESS = "Mm-hm.";

/**
 * The text as espeak's English voice should read it: words, numbers and the marks that move the
 * voice, nothing to spell.
 */
export function englishScript(text: string): string {
  const plain = undecorate(text)
    .normalize("NFKC")
    .replace(/[‘’]/gu, "'")
    .replace(/[—–―~〜]|\s-\s/gu, ", ")
    .replace(/…|\.{2,}/gu, ". ")
    .replace(/[!?]*\?[!?]*/gu, "? ")
    .replace(/!+/gu, "! ")
    .replace(/[。．]/gu, ". ")
    .replace(/、/gu, ", ")
    .replace(/&/gu, " and ")
    // `[[` would be taken as phonemes, and signs would be read out by their names.
    .replace(/[^\p{Script=Latin}\p{M}\p{N}\s.,!?;:'%$£€-]/gu, " ")
    .replace(/\s*\n\s*/gu, ". ")
    .replace(/([.,!?;:])(?:\s*[.,;:])+/gu, "$1")
    .replace(/\s+/gu, " ")
    .replace(/\s+(?=[.,!?;:])/gu, "")
    .replace(/^[\s.,;:!?'-]+/u, "")
    .trim();
  return /[\p{L}\p{N}]/u.test(plain) ? plain : WORDLESS;
}
