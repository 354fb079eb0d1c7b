import { mayBreakBetween } from "./kinsoku.ts";

/** Width of a text in any unit; the width of two texts together must be the sum of theirs. */
export type Measure = (text: string) => number;

/**
 * Breaks pieces that should stay whole (see phrases.ts) into as few lines as possible, none wider
 * than `maxWidth`.
 */
export function breakLines(pieces: readonly string[], maxWidth: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = "";
  let width = 0;
  for (const piece of pieces.flatMap((each) => cut(each, maxWidth, measure))) {
    if (line !== "" && width + measure(piece.trimEnd()) > maxWidth) {
      lines.push(line.trimEnd());
      [line, width] = ["", 0];
    }
    line += piece;
    width += measure(piece);
  }
  return line === "" ? lines : [...lines, line.trimEnd()];
}

/**
 * The same number of lines as breakLines, but about equally long: a speech bubble is centred, and
 * one word left alone on the last line looks like a mistake.
 */
export function breakEvenly(pieces: readonly string[], maxWidth: number, measure: Measure): string[] {
  let best = breakLines(pieces, maxWidth, measure);
  const count = best.length;
  let [narrow, wide] = [Math.min(maxWidth, Math.max(maxWidth / 4, ...pieces.map(measure))), maxWidth];
  for (let step = 0; step < HALVINGS; step += 1) {
    const width = (narrow + wide) / 2;
    const lines = breakLines(pieces, width, measure);
    if (lines.length > count) narrow = width;
    else [best, wide] = [lines, width];
  }
  return best;
}

/** After 7 halvings of the width it is right to less than a character. */
const HALVINGS = 7;

/**
 * The piece itself or, when it is wider than a line, its parts: cut where the rules allow it, else
 * anywhere.
 */
function cut(piece: string, maxWidth: number, measure: Measure): string[] {
  if (measure(piece.trimEnd()) <= maxWidth) return [piece];
  const characters = Array.from(piece);
  const parts: string[] = [];
  for (let start = 0; start < characters.length;) {
    let fits = start + 1;
    let width = measure(characters[start] ?? "");
    while (fits < characters.length && (width += measure(characters[fits] ?? "")) <= maxWidth) fits += 1;
    let end = fits;
    if (fits < characters.length) {
      while (end > start && !mayBreakBetween(characters[end - 1] ?? "", characters[end] ?? "")) end -= 1;
      if (end === start) end = fits;
    }
    parts.push(characters.slice(start, end).join(""));
    start = end;
  }
  return parts;
}
