import { renderAsync } from "@resvg/resvg-js";
import sharp from "sharp";
import type { ImageProvider } from "./provider.ts";
import { drawCard } from "./local/card.ts";

/**
 * Draws the idol, her words and a place that fits the topic, without network or key. The same
 * request and seed give the same bytes. A picture takes about 0.1 s, so an abort is looked for
 * before and after the drawing, not during it.
 */
export function createLocalImage(): ImageProvider {
  return {
    name: "local",
    async render(request, { signal }) {
      signal.throwIfAborted();
      // Without the signal: resvg-js 2.6 takes over its `onabort` and refuses a signal that it has
      // seen before.
      const { width, height, pixels } = await renderAsync(drawCard(request), { font: { loadSystemFonts: false } });
      signal.throwIfAborted();
      // resvg's own PNG encoder would hold the event loop meanwhile; sharp encodes in its thread
      // pool.
      return sharp(pixels, { raw: { width, height, channels: 4 } })
        .removeAlpha()
        .png({ compressionLevel: 1 })
        .toBuffer();
    },
  };
}
