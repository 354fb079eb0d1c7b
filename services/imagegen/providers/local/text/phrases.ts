import { loadDefaultJapaneseParser } from "budoux";
import { belongTogether, wordCutApart } from "./keep-together.ts";
import { mayBreakBetween } from "./kinsoku.ts";

const japanese = loadDefaultJapaneseParser();

/**
 * Cuts a text into the pieces that a line should not cut: Japanese phrases (文節) and words between
 * spaces. The pieces joined are the text; a space belongs to the piece that it follows.
 */
export function phrases(text: string): string[] {
  const pieces: string[] = [];
  for (const candidate of japanese.parse(text).flatMap(words).flatMap(clauses)) {
    const previous = pieces.pop() ?? "";
    const at = wordCutApart(previous, candidate) ?? previous.length;
    const [before, after] = [previous.slice(0, at), previous.slice(at) + candidate];
    if (before !== "" && mayPart(before, after)) pieces.push(before, after);
    else pieces.push(before + after);
  }
  return pieces;
}

function words(piece: string): string[] {
  return piece.match(/[^ ]+ *| +/g) ?? [];
}

/** The parser leaves some clauses whole that no line should have to hold: 満員電車で／くたびれちゃったんだね。 */
function clauses(piece: string): string[] {
  return piece.split(AFTER_MARK).flatMap((clause) => (clause.length > LONG ? clause.split(AFTER_PARTICLE) : [clause]));
}

/** After a comma or a full stop a line may always end. */
const AFTER_MARK = /(?<=[、。！？♪])(?![、。！？♪])/u;
const LONG = 10;
const AFTER_PARTICLE =
  /(?<=[\p{Script=Han}\p{Script=Katakana}ー]{2}[をがはでにも])(?=[\p{Script=Hiragana}\p{Script=Katakana}]{3})/u;

function mayPart(before: string, after: string): boolean {
  const [last, first] = [Array.from(before).at(-1) ?? "", Array.from(after)[0] ?? ""];
  if (last === " ") return first !== " ";
  if (first === " " || !mayBreakBetween(last, first) || (IN_A_WORD.test(last) && IN_A_WORD.test(first))) return false;
  return !(JAPANESE.test(last) && JAPANESE.test(first) && belongTogether(before, after));
}

/** The Japanese parser knows nothing of Latin words: it may cut them anywhere. */
const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}々ー]/u;
const IN_A_WORD = /[\p{Script=Latin}\p{Nd}'’-]/u;
