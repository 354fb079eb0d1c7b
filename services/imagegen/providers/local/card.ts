import type { ImageRequest } from "../provider.ts";
import { mix } from "./color.ts";
import { drawBubble, drawWords } from "./bubble.ts";
import { drawIdol } from "./idol/idol.ts";
import type { QuietHands } from "./idol/quiet-hands.ts";
import { CARD_SIZE, layoutCard } from "./layout.ts";
import { seededRandom } from "./random.ts";
import { drawQuietRoom } from "./scene/quiet-room.ts";
import { drawScene } from "./scene/scene.ts";
import { readable } from "./text/readable.ts";

/** The whole picture as SVG, 1024x1024. Pure: the same request gives the same characters. */
export function drawCard({ picture, seed }: ImageRequest): string {
  const layout = layoutCard(readable(picture.message));
  const { x, y, scale } = layout.idol;
  const quiet = picture.look.scene === "quiet";
  const random = seededRandom(`${seed}\n${quiet ? "quiet" : picture.topic}\n${picture.message}`);
  const facing = random.pick([1, -1]);
  const color = mix(picture.look.outfitColor, quiet ? "#4a5675" : "#c2347e", 0.3);
  const hands = quiet ? random.pick<QuietHands>(["folded", "cup"]) : undefined;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD_SIZE}" height="${CARD_SIZE}" viewBox="0 0 ${CARD_SIZE} ${CARD_SIZE}">
${quiet ? drawQuietRoom(picture.timeOfDay, random, layout.idol) : drawScene(picture, random, layout.idol)}
${drawBubble(layout, color, { plain: quiet })}
<g transform="translate(${x} ${y}) scale(${facing * scale} ${scale})">${drawIdol(picture.look, hands)}</g>
${drawWords(layout)}
</svg>`;
}
