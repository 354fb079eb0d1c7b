import type { ImageRequest } from "../provider.ts";
import { drawBubble, drawWords } from "./bubble.ts";
import { mix } from "./color.ts";
import { drawIdol } from "./idol/idol.ts";
import { FLOOR } from "./idol/lower.ts";
import { POSES } from "./idol/poses.ts";
import { CARD_SIZE, layoutCard } from "./layout.ts";
import { seededRandom } from "./random.ts";
import { drawScene } from "./scene/scene.ts";
import { readable } from "./text/readable.ts";
import { drawThing } from "./things/things.ts";

/** A picture in two layers: what is out of focus, and what is sharp, on a transparent ground. */
export interface Card {
  readonly back: string;
  readonly front: string;
}

/** The whole picture as SVG, 1024x1024. Pure: the same request gives the same characters. */
export function drawCard({ picture, seed }: Pick<ImageRequest, "picture" | "seed">): Card {
  const { look, timeOfDay, message } = picture;
  const quiet = look.scene === "quiet";
  const random = seededRandom(`${seed}\n${look.place}\n${message}`);
  const side = random.pick<1 | -1>([1, -1]);
  const { stance, above = 0 } = POSES[look.pose];
  const layout = layoutCard(readable(message), { framing: look.framing, floor: FLOOR[stance], above, side });
  const { idol, thing } = layout;
  const color = mix(look.outfitColor, quiet ? "#4a5675" : "#b83a86", 0.34);
  const { behind, body } = drawIdol(look, timeOfDay);
  const placed = (drawing: string): string =>
    `<g transform="translate(${idol.x} ${idol.y}) scale(${idol.facing * idol.scale} ${idol.scale})">${drawing}</g>`;
  const bubble = drawBubble(layout, color, { plain: quiet });
  const turn = random.between(-9, 9);
  return {
    back: svg(drawScene(picture, random, idol)),
    front: svg(
      placed(behind),
      // Her hair may reach over words above her; words below or beside her lie over her.
      layout.over ? placed(body) + bubble : bubble + placed(body),
      thing === undefined || look.thing === undefined ? "" : drawThing(look.thing, thing.x, thing.y, thing.size, turn),
      drawWords(layout),
    ),
  };
}

function svg(...elements: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD_SIZE}" height="${CARD_SIZE}" viewBox="0 0 ${CARD_SIZE} ${CARD_SIZE}">${elements.join("")}</svg>`;
}
