import { editDistance } from "../../text/edit-distance.ts";

/**
 * So many letters of a hundred may differ: a model writes お疲れ for おつかれ and five for 5, and that is
 * no other text.
 */
const TOLERATED_SHARE = 0.35;
/**
 * In a text of a few letters, one other spelling is already a large share: half of it may differ,
 * up to so many letters.
 */
const TOLERATED_LETTERS = 4;

/**
 * Whether what a model says that it read is the text it was to read. Spaces, punctuation, case and
 * width do not count. A remark before or after it does, as does what was left out.
 */
export function sameWords(text: string, transcript: string): boolean {
  const [wanted, said] = [lettersOf(text), lettersOf(transcript)];
  if (said.length === 0) return wanted.length === 0;
  const ofShortText = Math.min(TOLERATED_LETTERS, Math.ceil(wanted.length / 2));
  return editDistance(wanted, said) <= Math.max(ofShortText, TOLERATED_SHARE * wanted.length);
}

/** Letters and digits, katakana as hiragana. */
function lettersOf(text: string): readonly string[] {
  const folded = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[ァ-ヶ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
  return folded.match(/[\p{L}\p{N}]/gu) ?? [];
}
