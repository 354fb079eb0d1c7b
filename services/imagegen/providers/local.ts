import { renderAsync } from "@resvg/resvg-js";
import sharp from "sharp";
import type { ImageProvider } from "./provider.ts";
import { drawCard } from "./local/card.ts";

/**
 * Draws the idol, her words and a place that fits the topic without network or key. The same request and seed give the
 * same bytes.
 */
export function createLocalImage(): ImageProvider {
  return {
    name: "local",
    async render(request, signal) {
      const image = await renderAsync(drawCard(request), { font: { loadSystemFonts: false } }, signal);
      signal.throwIfAborted();
      const { width, height, pixels } = image;
      // resvg's own PNG encoder would hold the event loop for 100 ms; sharp encodes in its thread pool.
      return sharp(pixels, { raw: { width, height, channels: 4 } }).removeAlpha().png({ compressionLevel: 1 }).toBuffer();
    },
  };
}
