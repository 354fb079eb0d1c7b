import { renderAsync } from "@resvg/resvg-js";
import sharp from "sharp";
import { drawCard } from "./local/card.ts";
import { CARD_SIZE } from "./local/layout.ts";
import { drawPoster } from "./local/poster/poster.ts";
import type { LocalImage } from "./provider.ts";

/** The background is drawn at half the size: faster, and out of focus as behind a portrait lens. */
const BACK_PX = CARD_SIZE / 2;
/** px of the small background: twice as large, it shows no squares. */
const BLUR_SIGMA = 1.4;

/**
 * Draws the idol, her words and a place that fits the complaint, or the card of a film, without
 * network or key. The same
 * request and seed give the same bytes. A picture takes about 0.1 s, so an abort is looked for
 * before and after the drawing, not during it.
 */
export function createLocalImage(): LocalImage {
  return {
    name: "local",
    async render({ picture, seed }, { signal }) {
      signal.throwIfAborted();
      const { back, front } = "title" in picture ? drawPoster(picture, seed) : drawCard({ picture, seed });
      const [far, near] = await Promise.all([pixels(back, BACK_PX), pixels(front, CARD_SIZE)]);
      const soft = await sharp(far.data, { raw: far.raw }).removeAlpha().blur(BLUR_SIGMA).raw().toBuffer();
      signal.throwIfAborted();
      // resvg's own PNG encoder would hold the event loop meanwhile; sharp works in its thread
      // pool.
      return sharp(soft, { raw: { ...far.raw, channels: 3 } })
        .resize(CARD_SIZE, CARD_SIZE, { kernel: "nearest" })
        .composite([{ input: near.data, raw: near.raw, premultiplied: true }])
        .removeAlpha()
        .png({ compressionLevel: 1 })
        .toBuffer();
    },
  };
}

async function pixels(svg: string, size: number) {
  // Without the signal: resvg-js 2.6 takes over its `onabort` and refuses a signal that it has seen
  // before.
  const image = await renderAsync(svg, { font: { loadSystemFonts: false }, fitTo: { mode: "width", value: size } });
  return { data: image.pixels, raw: { width: image.width, height: image.height, channels: 4 } } as const;
}
