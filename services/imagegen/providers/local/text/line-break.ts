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
 * The same number of lines as breakLines, but about equally long and rather ending where a sentence
 * or clause does: a speech bubble is centred, and one word left alone on a line looks like a
 * mistake.
 */
export function breakEvenly(pieces: readonly string[], maxWidth: number, measure: Measure): string[] {
  const parts = pieces.flatMap((each) => cut(each, maxWidth, measure));
  const widths = parts.map(measure);
  const count = breakLines(pieces, maxWidth, measure).length;
  const target = Math.max(1, widths.reduce((sum, width) => sum + width, 0) / count);
  // best[n][end]: the least bad way to set the first `end` parts in n lines.
  let best: (Way | undefined)[] = [{ badness: 0, lines: [] }];
  for (let line = 1; line <= count; line += 1) {
    best = parts.map((_, index) => bestLine(best, parts, widths, index + 1, { maxWidth, target, measure }));
    best.unshift(undefined);
  }
  return best.at(-1)?.lines.slice() ?? breakLines(pieces, maxWidth, measure);
}

interface Way {
  readonly badness: number;
  readonly lines: readonly string[];
}

interface Measures {
  readonly maxWidth: number;
  readonly target: number;
  readonly measure: Measure;
}

/** The least bad last line that ends before part `end`, after the best lines before it. */
function bestLine(
  before: readonly (Way | undefined)[],
  parts: readonly string[],
  widths: readonly number[],
  end: number,
  { maxWidth, target, measure }: Measures,
): Way | undefined {
  let found: Way | undefined;
  let width = 0;
  for (let start = end - 1; start >= 0; start -= 1) {
    width += widths[start] ?? 0;
    // The space at a line's end takes no room.
    const trailing = (widths[end - 1] ?? 0) - measure((parts[end - 1] ?? "").trimEnd());
    if (width - trailing > maxWidth && start < end - 1) break;
    const way = before[start];
    if (way === undefined) continue;
    const line = parts.slice(start, end).join("").trimEnd();
    const badness =
      way.badness + ((width - trailing - target) / target) ** 2 + breakBadness(line, end === parts.length);
    if (found === undefined || badness < found.badness - 1e-9) found = { badness, lines: [...way.lines, line] };
  }
  return found;
}

/** After a full stop a line ends best, after a comma well. */
function breakBadness(line: string, isLast: boolean): number {
  if (isLast || /[。！？!?♪♡☆.]$/u.test(line)) return 0;
  return /[、，,…]$/u.test(line) ? 0.05 : 0.12;
}

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
