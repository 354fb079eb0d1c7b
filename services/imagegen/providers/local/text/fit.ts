import { widthInEm } from "./fonts.ts";
import { breakLines } from "./line-break.ts";

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
}

const LINE_HEIGHT_EM = 1.36;
const SIZE_STEP = 2;

/** Sets the text in the largest size that fits the box, or undefined when even the smallest does not. */
export function fitText(text: string, box: TextBox): TextBlock | undefined {
  for (let size = box.maxSize; size >= box.minSize; size -= SIZE_STEP) {
    const lines = breakLines(text, box.width / size, widthInEm);
    const lineHeight = size * LINE_HEIGHT_EM;
    const height = lines.length * lineHeight;
    const width = Math.max(...lines.map((line) => widthInEm(line) * size));
    if (height <= box.height && width <= box.width) return { lines, size, lineHeight, width, height };
  }
  return undefined;
}
