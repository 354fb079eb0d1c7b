import { widthInEm } from "./fonts.ts";
import { breakEvenly, breakLines } from "./line-break.ts";

/** Text set in lines, ready to be drawn. Lengths in px. */
export interface TextBlock {
  readonly lines: readonly string[];
  readonly size: number;
  readonly lineHeight: number;
  /** Width of the widest line. */
  readonly width: number;
  readonly height: number;
}

export interface TextBox {
  readonly width: number;
  readonly height: number;
  readonly maxSize: number;
  readonly minSize: number;
  /** No phrase may be cut to fit it. */
  readonly whole?: true;
}

const LINE_HEIGHT_EM = 1.36;
const SIZE_STEP = 2;

/**
 * Sets a text, given as its phrases, in the largest size that fits the box; undefined when even the
 * smallest does not.
 */
export function fitText(pieces: readonly string[], box: TextBox): TextBlock | undefined {
  for (let size = box.maxSize; size >= box.minSize; size -= SIZE_STEP) {
    if (box.whole === true && pieces.some((piece) => widthInEm(piece.trimEnd()) * size > box.width)) continue;
    const lineHeight = size * LINE_HEIGHT_EM;
    if (breakLines(pieces, box.width / size, widthInEm).length * lineHeight > box.height) continue;
    const lines = breakEvenly(pieces, box.width / size, widthInEm);
    const width = Math.max(...lines.map((line) => widthInEm(line) * size));
    return { lines, size, lineHeight, width, height: lines.length * lineHeight };
  }
  return undefined;
}
