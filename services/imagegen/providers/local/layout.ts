import type { Framing } from "@guchi/contracts/look.ts";
import { fitText, type TextBlock, type TextBox } from "./text/fit.ts";
import { phrases } from "./text/phrases.ts";

/** Where things stand on the 1024x1024 card. All in px. */
export interface CardLayout {
  readonly text: TextBlock;
  readonly bubble: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** From the middle of its foot on the bubble's edge to its tip, near her mouth. */
  readonly tail: { readonly x: number; readonly y: number; readonly toX: number; readonly toY: number };
  /**
   * The middle of her face, the scale of her own coordinates, and the side to which her right-hand
   * gestures go.
   */
  readonly idol: { readonly x: number; readonly y: number; readonly scale: number; readonly facing: 1 | -1 };
  /** Whether the bubble lies over her. */
  readonly over: boolean;
  /** Room for what the complaint is about. */
  readonly thing: { readonly x: number; readonly y: number; readonly size: number } | undefined;
}

export interface Wish {
  readonly framing: Framing;
  /** Her lowest point, in her own coordinates. */
  readonly floor: number;
  /** What she holds over her head, above her crown, in her own coordinates. */
  readonly above?: number;
  /** The half that she stands in: 1 is the right one. */
  readonly side: 1 | -1;
}

export const CARD_SIZE = 1_024;
/** Between the bubble's edge and the text. */
export const BUBBLE_PADDING = { x: 50, y: 36 } as const;
/** The same in a column, where room is dear. */
export const COLUMN_PADDING = 40;
/**
 * Her crown lies this far above the middle of her face, her chin this far below, in her own
 * coordinates.
 */
const CROWN = 214;
export const CHIN = 164;

const MIDDLE = CARD_SIZE / 2;
const MARGIN = 44;
const MIN_BUBBLE_WIDTH = 420;
/**
 * Where the lower edge cuts her when she is seen by half, and the upper edge of the words when she
 * is close.
 */
const WAIST = 412;
const SHOULDERS = 196;
/**
 * To the sides of the middle of her face: a cheek of a tilted head, and the end of a gesture or of
 * loose hair.
 */
const CHEEK = 158;
const REACH = 292;
/** Smaller than this, her face is lost. */
const SMALLEST = 0.66;

/**
 * The less she says, the larger the letters and the idol; the last box takes the longest message
 * that a persona may give.
 */
const BOXES: readonly TextBox[] = [
  { width: 800, height: 130, maxSize: 92, minSize: 68 },
  { width: 800, height: 180, maxSize: 66, minSize: 52 },
  { width: 832, height: 250, maxSize: 52, minSize: 42 },
  { width: 832, height: 330, maxSize: 42, minSize: 36 },
  { width: 832, height: 430, maxSize: 36, minSize: 10 },
];
/** Beside her, when all of her is seen. */
const COLUMN: readonly TextBox[] = [{ width: 452, height: 620, maxSize: 60, minSize: 36, whole: true }];

/**
 * Sets the text and places bubble and idol. Pure. Throws RangeError on a text far past the longest
 * message.
 */
export function layoutCard(text: string, wish: Wish): CardLayout {
  const pieces = phrases(text);
  if (wish.framing === "close") return close(fitted(pieces), wish);
  const column = wish.framing === "full" ? firstFit(pieces, COLUMN) : undefined;
  if (column !== undefined) return beside(column, wish);
  const half = below(fitted(pieces), { ...wish, framing: "half" });
  const full = below(fitted(pieces), wish);
  // So many words leave no room for all of her.
  return full.idol.scale < SMALLEST ? half : full;
}

/** Words on top, she below them, to the waist or all of her. */
function below(text: TextBlock, { framing, floor, side }: Wish): CardLayout {
  const { width, height } = bubbleOf(text);
  const x = (CARD_SIZE - width) / 2 - side * (CARD_SIZE - 2 * MARGIN - width) * 0.2;
  const bottom = MARGIN + height;
  const depth = framing === "full" ? floor + 24 : WAIST;
  const scale = clamp((CARD_SIZE - bottom - 8) / (CROWN + depth), 0.5, 1.18);
  const idol = { x: MIDDLE + side * 74, y: bottom + 8 + CROWN * scale, scale, facing: side };
  const foot = clamp(idol.x + side * 230 * scale, x + 110, x + width - 110);
  return {
    text,
    bubble: { x, y: MARGIN, width, height },
    tail: { x: foot, y: bottom, toX: foot - side * 46 * scale, toY: bottom + 64 * scale },
    idol,
    over: false,
    thing: { x: MIDDLE - side * 372, y: CARD_SIZE - 128, size: Math.min(196, 60 + 150 * scale) },
  };
}

/** All of her, the words in a column at her side. */
function beside(text: TextBlock, { floor, above = 0, side }: Wish): CardLayout {
  const width = Math.max(340, text.width + 2 * COLUMN_PADDING);
  const height = text.height + 2 * BUBBLE_PADDING.y;
  const scale = clamp((CARD_SIZE - 70) / (CROWN + above + floor), 0.6, 1.12);
  // Her hair and gestures end at the edge, if the words leave her the room.
  const fromEdge = Math.min(REACH * scale, CARD_SIZE - MARGIN - width - CHEEK * scale - 26);
  const idol = {
    x: side === 1 ? CARD_SIZE - fromEdge : fromEdge,
    y: CARD_SIZE - 34 - floor * scale,
    scale,
    facing: side,
  };
  const x = side === 1 ? MARGIN : CARD_SIZE - MARGIN - width;
  const mouth = idol.y + 96 * scale;
  const room = 236; // for the thing below
  const y = clamp(mouth - height / 2, MARGIN, Math.max(MARGIN, CARD_SIZE - MARGIN - height - room));
  const left = CARD_SIZE - y - height;
  const edge = side === 1 ? x + width : x;
  const foot = clamp(mouth, y + 80, y + height - 80);
  return {
    text,
    bubble: { x, y, width, height },
    tail: { x: edge, y: foot, toX: edge + side * 34, toY: foot - 26 },
    idol,
    over: true,
    thing: left < 200 ? undefined : { x: x + width / 2, y: y + height + left / 2, size: Math.min(196, left - 50) },
  };
}

/** Her face, large, above the words. */
function close(text: TextBlock, { side }: Wish): CardLayout {
  const { width, height } = bubbleOf(text);
  const x = (CARD_SIZE - width) / 2;
  const y = CARD_SIZE - MARGIN - height;
  const scale = clamp((y - 20) / (CROWN + SHOULDERS), 0.8, 1.5);
  const idol = { x: MIDDLE + side * 56, y: y - SHOULDERS * scale, scale, facing: side } as const;
  const foot = clamp(idol.x - side * 170 * scale, x + 110, x + width - 110);
  return {
    text,
    bubble: { x, y, width, height },
    tail: { x: foot, y, toX: foot + side * 40, toY: y - 54 },
    idol,
    over: true,
    thing: { x: MIDDLE - side * 384, y: 140, size: 176 },
  };
}

function bubbleOf(text: TextBlock): { readonly width: number; readonly height: number } {
  return {
    width: Math.max(MIN_BUBBLE_WIDTH, text.width + 2 * BUBBLE_PADDING.x),
    height: text.height + 2 * BUBBLE_PADDING.y,
  };
}

function fitted(pieces: readonly string[]): TextBlock {
  const block = firstFit(pieces, BOXES);
  if (block === undefined)
    throw new RangeError(`A message of ${pieces.join("").length} UTF-16 units does not fit the bubble`);
  return block;
}

function firstFit(pieces: readonly string[], boxes: readonly TextBox[]): TextBlock | undefined {
  for (const box of boxes) {
    const block = fitText(pieces, box);
    if (block !== undefined) return block;
  }
  return undefined;
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value));
}
