import { loadDefaultJapaneseParser } from "budoux";
import { mayBreakBetween } from "./kinsoku.ts";

const japanese = loadDefaultJapaneseParser();

/**
 * Cuts a text into the pieces that a line should not cut: Japanese phrases (文節) and words between
 * spaces. The pieces joined are the text; a space belongs to the piece that it follows.
 */
export function phrases(text: string): string[] {
  const pieces: string[] = [];
  for (const candidate of japanese.parse(text).flatMap(words)) {
    const previous = pieces.at(-1);
    if (previous !== undefined && !mayPart(previous, candidate)) pieces[pieces.length - 1] = previous + candidate;
    else pieces.push(candidate);
  }
  return pieces;
}

function words(piece: string): string[] {
  return piece.match(/[^ ]+ *| +/g) ?? [];
}

function mayPart(before: string, after: string): boolean {
  const [last, first] = [Array.from(before).at(-1) ?? "", Array.from(after)[0] ?? ""];
  if (last === " ") return first !== " ";
  return first !== " " && mayBreakBetween(last, first) && !(IN_A_WORD.test(last) && IN_A_WORD.test(first));
}

/** The Japanese parser knows nothing of Latin words: it may cut them anywhere. */
const IN_A_WORD = /[\p{Script=Latin}\p{Nd}'’-]/u;
