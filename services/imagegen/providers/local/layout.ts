import { phrases } from "./text/phrases.ts";
import { fitText, type TextBlock, type TextBox } from "./text/fit.ts";

/** Where things stand on the 1024x1024 card. All in px. */
export interface CardLayout {
  readonly text: TextBlock;
  readonly bubble: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** The middle of her face, and the scale of her own coordinates. */
  readonly idol: { readonly x: number; readonly y: number; readonly scale: number };
}

export const CARD_SIZE = 1_024;
/** Between the bubble's edge and the text. */
export const BUBBLE_PADDING = { x: 52, y: 38 } as const;

const MARGIN = 44;
const MIN_BUBBLE_WIDTH = 460;
const IDOL_X = 430;
/**
 * Her crown lies this far above the middle of her face, in her own coordinates; tips of hair may
 * overlap the bubble.
 */
const CROWN = 246;
/**
 * Her waistband lies this far below it: where the lower edge of the picture should cut her, or
 * lower.
 */
const WAIST = 520;

/**
 * The less she says, the larger the letters and the idol; the last box takes the longest message
 * that a persona may give.
 */
const BOXES: readonly [TextBox, ...TextBox[]] = [
  { width: 800, height: 130, maxSize: 92, minSize: 68 },
  { width: 800, height: 180, maxSize: 66, minSize: 52 },
  { width: 832, height: 250, maxSize: 52, minSize: 42 },
  { width: 832, height: 330, maxSize: 42, minSize: 36 },
  { width: 832, height: 430, maxSize: 36, minSize: 10 },
];

/**
 * Sets the text and places bubble and idol. Pure. Throws RangeError on a text far past the longest
 * message.
 */
export function layoutCard(text: string): CardLayout {
  const block = firstFit(text);
  const width = Math.max(MIN_BUBBLE_WIDTH, block.width + 2 * BUBBLE_PADDING.x);
  const height = block.height + 2 * BUBBLE_PADDING.y;
  const x = (CARD_SIZE - width) / 2 + (CARD_SIZE - 2 * MARGIN - width) * 0.25; // a short one moves right, off her head
  const bottom = MARGIN + height;
  const scale = Math.min(1.06, Math.max(0.74, (CARD_SIZE - bottom) / (CROWN + WAIST)));
  return {
    text: block,
    bubble: { x, y: MARGIN, width, height },
    idol: { x: IDOL_X, y: bottom + CROWN * scale, scale },
  };
}

function firstFit(text: string): TextBlock {
  const pieces = phrases(text);
  for (const box of BOXES) {
    const block = fitText(pieces, box);
    if (block !== undefined) return block;
  }
  throw new RangeError(`A message of ${text.length} UTF-16 units does not fit the bubble`);
}
