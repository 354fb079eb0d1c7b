import { mayBreakBetween } from "./kinsoku.ts";
import { phrases } from "./phrases.ts";

/**
 * Breaks a text into as few lines as possible, none wider than `maxWidth` by `measure`, and about equally long: a speech
 * bubble is centred, and one word left alone on the last line looks like a mistake.
 */
export function breakLines(text: string, maxWidth: number, measure: (text: string) => number): string[] {
  const pieces = phrases(text).flatMap((piece) => (measure(piece.trimEnd()) <= maxWidth ? [piece] : cut(piece, maxWidth, measure)));
  const lines = fill(pieces, maxWidth, measure);
  let narrow = Math.max(...pieces.map((piece) => measure(piece.trimEnd())), maxWidth / 2);
  let wide = maxWidth;
  let best = lines;
  for (let step = 0; step < BALANCE_STEPS && narrow < wide; step += 1) {
    const width = (narrow + wide) / 2;
    const candidate = fill(pieces, width, measure);
    if (candidate.length > lines.length) narrow = width;
    else [best, wide] = [candidate, width];
  }
  return best;
}

/** Halvings of the width: after 7, the lines differ by less than one character. */
const BALANCE_STEPS = 7;

function fill(pieces: readonly string[], maxWidth: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces) {
    if (line !== "" && measure((line + piece).trimEnd()) > maxWidth) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
  }
  return line.trim() === "" ? lines : [...lines, line.trimEnd()];
}

/** A piece that is wider than a line, cut between characters where the rules allow it, else anywhere. */
function cut(piece: string, maxWidth: number, measure: (text: string) => number): string[] {
  const parts: string[] = [];
  let rest = Array.from(piece);
  while (rest.length > 0) {
    let fits = 1;
    while (fits < rest.length && measure(rest.slice(0, fits + 1).join("").trimEnd()) <= maxWidth) fits += 1;
    let end = fits;
    if (fits < rest.length) {
      while (end > 0 && !mayBreakBetween(rest[end - 1] ?? "", rest[end] ?? "")) end -= 1;
      if (end === 0) end = fits;
    }
    parts.push(rest.slice(0, end).join(""));
    rest = rest.slice(end);
  }
  return parts;
}
