import { renderAsync } from "@resvg/resvg-js";
import sharp from "sharp";
import { drawWords } from "../local/bubble.ts";
import { mix } from "../local/color.ts";
import { CARD_SIZE } from "../local/layout.ts";
import { heart, note } from "../local/scene/shapes.ts";
import { fitText, type TextBlock, type TextBox } from "../local/text/fit.ts";
import { phrases } from "../local/text/phrases.ts";
import { readable } from "../local/text/readable.ts";

const MARGIN = 36;
const PADDING = { x: 44, y: 30 } as const;
const MIN_WIDTH = 420;
const RADIUS = 56;

/**
 * Lower than the bubble of the local picture: the face of a drawn picture may be anywhere in the
 * upper half.
 */
const BOXES: readonly TextBox[] = [
  { width: 800, height: 90, maxSize: 60, minSize: 48 },
  { width: 850, height: 140, maxSize: 48, minSize: 38 },
  { width: 860, height: 220, maxSize: 38, minSize: 30 },
  { width: 864, height: 400, maxSize: 30, minSize: 10 },
];

/**
 * Her words in a box at the lower edge, as a transparent PNG of 1024x1024 px. `color` (#rrggbb) is
 * that of her outfit. Throws RangeError on a text far past the longest message.
 */
export async function drawCaption(message: string, color: string, options: CaptionOptions = {}): Promise<Buffer> {
  const { width, height, pixels } = await renderAsync(captionSvg(message, color, options), {
    font: { loadSystemFonts: false },
  });
  return sharp(pixels, { raw: { width, height, channels: 4, premultiplied: true } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

interface CaptionOptions {
  /** No note and no heart, for what is grave. */
  readonly plain?: boolean;
}

/** Pure: the same message and color give the same characters. */
function captionSvg(message: string, color: string, { plain = false }: CaptionOptions): string {
  const text = firstFit(readable(message));
  const box = boxAround(text);
  const edge = mix(color, plain ? "#4a5675" : "#c2347e", 0.3);
  const { x, y, width, height } = box;
  const shape = `x="${x}" y="${y}" width="${width}" height="${height}" rx="${Math.min(RADIUS, height / 2)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD_SIZE}" height="${CARD_SIZE}" viewBox="0 0 ${CARD_SIZE} ${CARD_SIZE}">
<rect ${shape} fill="#3a1f5c" opacity=".28" transform="translate(5 9)"/>
<rect ${shape} fill="#fffdfb" fill-opacity=".93" stroke="${edge}" stroke-width="7"/>
${plain ? "" : note(x + width - 16, y + 8, 24, edge, 1, 14) + heart(x + 14, y + 14, 20, edge, 1, -16)}
${drawWords({ bubble: box, text })}
</svg>`;
}

function boxAround(text: TextBlock) {
  const width = Math.max(MIN_WIDTH, text.width + 2 * PADDING.x);
  const height = text.height + 2 * PADDING.y;
  return { x: (CARD_SIZE - width) / 2, y: CARD_SIZE - MARGIN - height, width, height };
}

function firstFit(text: string): TextBlock {
  const pieces = phrases(text);
  for (const box of BOXES) {
    const block = fitText(pieces, box);
    if (block !== undefined) return block;
  }
  throw new RangeError(`A message of ${text.length} UTF-16 units does not fit the caption`);
}
