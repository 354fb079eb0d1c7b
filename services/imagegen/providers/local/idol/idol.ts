import { group } from "../svg.ts";
import type { Look } from "@guchi/contracts/guchi.ts";
import { drawAccessory } from "./accessory.ts";
import { drawArms, drawHands } from "./arms.ts";
import { drawQuietHands, type QuietHands } from "./quiet-hands.ts";
import { drawBrows, drawEyes, eyeDefs } from "./eyes.ts";
import { drawFace } from "./face.ts";
import { drawBackHair } from "./hair-back.ts";
import { drawFrontHair } from "./hair-front.ts";
import { drawBow, drawOutfit, drawSleeve } from "./outfit.ts";
import { idolPalette, type IdolPalette } from "./palette.ts";

/**
 * The idol from head to waist as SVG. Her own coordinates: the middle of the face is (0, 0), the
 * crown at y -235, the chin at y 158, the shoulders 420 wide, the skirt ends at y 620.
 * `quietHands`: for what is grave, she has neither microphone nor gesture, a plain bow and a closed
 * mouth.
 */
export function drawIdol(look: Omit<Look, "description">, quietHands?: QuietHands): string {
  const quiet = quietHands !== undefined;
  const p = idolPalette(look);
  const expression = quiet && look.expression !== "concerned" ? "gentle" : look.expression;
  const turn = `transform="translate(0 150) rotate(${HEAD_TILT_DEGREES[expression]}) scale(${HEAD_SCALE}) translate(0 -150)"`;
  return group(
    "<defs>",
    defs(p),
    `</defs>
<g ${turn}>`,
    drawBackHair(look.hairStyle, p),
    "</g>",
    drawOutfit(p),
    quiet ? "" : drawBow(p),
    `
<g ${turn}>`,
    drawFace(expression, p, { quiet }),
    drawEyes(expression, p),
    drawFrontHair(look.hairStyle, p),
    drawBrows(expression, p),
    drawAccessory(look.accessory, p),
    "</g>",
    drawArms(expression, p),
    drawSleeve(-1, p),
    drawSleeve(1, p),
    quietHands === undefined ? drawHands(expression, p) : drawQuietHands(quietHands, p),
  );
}

/** Heads are drawn larger than life: it makes her cute. */
const HEAD_SCALE = 1.13;

/** A head held quite straight looks like a passport photograph. */
const HEAD_TILT_DEGREES: Readonly<Record<Look["expression"], number>> = {
  gentle: 4,
  cheerful: -4,
  concerned: 5,
  wink: 6,
  determined: -2,
};

function defs(p: IdolPalette): string {
  return group(
    `<linearGradient id="hair" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${p.hair}"/>`,
    `<stop offset=".62" stop-color="${p.hair}"/>`,
    `<stop offset="1" stop-color="${p.hairShade}"/>`,
    `</linearGradient>
<linearGradient id="cloth" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${p.outfit}"/>`,
    `<stop offset=".6" stop-color="${p.outfit}"/>`,
    `<stop offset="1" stop-color="${p.outfitShade}"/>`,
    `</linearGradient>
<radialGradient id="blush"><stop offset="0" stop-color="#ff7d8a" stop-opacity=".85"/>`,
    `<stop offset="1" stop-color="#ff7d8a" stop-opacity="0"/>`,
    "</radialGradient>",
    eyeDefs(p),
  );
}
