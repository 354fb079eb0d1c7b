import assert from "node:assert/strict";
import { test } from "node:test";
import { renderAsync } from "@resvg/resvg-js";
import sharp from "sharp";
import { drawWords } from "./bubble.ts";
import { CARD_SIZE, layoutCard } from "./layout.ts";

for (const message of [
  "眠".repeat(240),
  "W".repeat(240),
  "gjpqyÅÉ".repeat(34),
  "♪",
  "（「『大丈夫』」）…！？".repeat(18),
]) {
  test(`the ink of "${message.slice(0, 7)}…" lies inside the bubble`, async () => {
    const layout = layoutCard(message, { framing: "half", floor: 528, side: 1 });
    const { x, y, width, height } = layout.bubble;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD_SIZE}" height="${CARD_SIZE}"><rect width="100%" height="100%" fill="#fff"/>${drawWords(layout)}</svg>`;
    const image = await renderAsync(svg, { font: { loadSystemFonts: false } });
    const { info } = await sharp(image.pixels, { raw: { width: CARD_SIZE, height: CARD_SIZE, channels: 4 } })
      .trim({ background: "#ffffff" })
      .toBuffer({ resolveWithObject: true });
    const [left, top] = [-(info.trimOffsetLeft ?? 0), -(info.trimOffsetTop ?? 0)];
    const margin = { x: 40, y: 24 }; // of the bubble's round corners and border
    assert.ok(
      left >= x + margin.x && left + info.width <= x + width - margin.x,
      `${left} ${info.width} in ${x} ${width}`,
    );
    assert.ok(
      top >= y + margin.y && top + info.height <= y + height - margin.y,
      `${top} ${info.height} in ${y} ${height}`,
    );
    assert.ok(info.width > 20 && info.height > 20);
  });
}
