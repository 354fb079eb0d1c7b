import { disc, taper } from "../curve.ts";
import { group } from "../svg.ts";
import type { Face, Mouth } from "./faces.ts";
import type { IdolPalette } from "./palette.ts";

/** From temple to temple round the chin; the chin lies at y 138. */
const OUTLINE =
  "M-123,-24C-128,22 -125,66 -98,99C-76,126 -26,145 0,145C26,145 76,126 98,99C125,66 128,22 123,-24C121,-124 62,-166 0,-166C-62,-166 -121,-124 -123,-24Z";
/** The same with cheeks full of air. */
const PUFFED_OUTLINE =
  "M-123,-24C-128,14 -137,48 -135,78C-131,112 -102,126 -74,134C-48,142 -24,145 0,145C24,145 48,142 74,134C102,126 131,112 135,78C137,48 128,14 123,-24C121,-124 62,-166 0,-166C-62,-166 -121,-124 -123,-24Z";
/** The side of cheek and chin that the light does not reach. */
const SHADE =
  "M-88,108C-62,132 -20,144 0,144C26,144 76,126 98,99C119,73 125,42 124,8C120,68 78,116 14,126C-24,130 -60,124 -88,108Z";
const PUFFED_SHADE =
  "M-104,122C-66,140 -24,145 0,145C24,145 48,142 74,134C102,126 131,112 135,78C136,58 131,32 126,10C126,72 92,116 18,128C-24,132 -70,130 -104,122Z";
/** What the fringe throws on the forehead. */
const FRINGE_SHADOW =
  "M-124,-30C-122,-120 -64,-164 0,-164C64,-164 122,-120 124,-30L122,40Q118,-10 106,-40Q98,-8 78,8Q76,-24 64,-52Q50,-12 24,2Q22,-34 16,-60Q-8,-16 -48,0Q-46,-32 -48,-58Q-68,-12 -102,6Q-104,-22 -108,-40Q-118,-8 -122,40Z";

/**
 * Face without eyes and brows, in the head's coordinates: (0, 0) lies between the temples. `turn`
 * moves the features.
 */
export function drawFace(face: Face, turn: number, p: IdolPalette): string {
  const line = `stroke="${p.skinLine}" stroke-width="3.6"`;
  return group(
    ear(-1, p, line),
    ear(1, p, line),
    `<path d="${face.puffed === true ? PUFFED_OUTLINE : OUTLINE}" fill="${p.skin}" ${line}/>`,
    `<path d="${face.puffed === true ? PUFFED_SHADE : SHADE}" fill="${p.skinShade}" fill-opacity=".55"/>`,
    `<path d="${FRINGE_SHADOW}" fill="${p.skinShade}" fill-opacity=".8"/>`,
    `<g transform="translate(${turn * 15} 0)">`,
    blush(face.blush ?? 0.6),
    `<path d="${taper("-3,62 3,70 -4,74", 4.4)}" fill="${p.skinLine}"/>`,
    MOUTHS[face.mouth](p),
    face.tears === "fall" ? TEARS : "",
    "</g>",
    face.sweat === true ? SWEAT : "",
  );
}

function ear(side: 1 | -1, p: IdolPalette, line: string): string {
  return `<g transform="scale(${side} 1)"><path d="M118,4C142,-12 154,14 148,40C144,62 128,74 114,64Z" fill="${p.skin}" ${line}/><path d="${taper(
    "124,20 138,18 134,46",
    5,
  )}" fill="${p.skinShade}"/></g>`;
}

function blush(strength: number): string {
  const hatch = [-14, 0, 14].map((x) => `M${x - 3},8L${x + 4},-8`).join("");
  const one = (side: 1 | -1): string =>
    `<g transform="translate(${side * 80} 74)"><path d="${disc(0, 0, 36, 22)}" fill="url(#blush)" fill-opacity="${strength}"/><path d="${hatch}" stroke="#ef6f7f" stroke-width="3.4" stroke-linecap="round" opacity="${strength * 0.6}"/></g>`;
  return one(-1) + one(1);
}

const TEARS = [-1, 1]
  .map(
    (side) =>
      `<g transform="translate(${side * 66} 74) scale(${side} 1)"><path d="M-4,-6C8,8 14,22 10,38C8,50 -12,50 -14,38C-16,24 -10,10 -4,-6Z" fill="#bfe6ff" stroke="#6ab4e4" stroke-width="2.6"/><path d="M-8,30q0,10 7,12" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round"/></g>`,
  )
  .join("");

const SWEAT =
  '<path d="M112,-72C120,-54 130,-46 130,-32A16,16 0 0 1 98,-32C98,-46 108,-56 112,-72Z" fill="#c9eaff" stroke="#5aa4da" stroke-width="3"/><path d="M105,-32a9,9 0 0 0 8,9" stroke="#fff" stroke-width="4" fill="none" stroke-linecap="round"/>';

const INSIDE = 'fill="#a8354c" stroke="#8a2c40" stroke-width="4.4" stroke-linejoin="round"';
const TONGUE = "#ff8a94";

const MOUTHS: Readonly<Record<Mouth, (p: IdolPalette) => string>> = {
  smile: (p) => line("-27,89 -13,101 0,105 13,101 27,89", p, 6.4),
  "soft-open": () =>
    `<path d="M-16,92Q0,97 16,92C16,104 9,111 0,111C-9,111 -16,104 -16,92Z" ${INSIDE}/><path d="M-9,106Q0,99 9,106Q5,110 0,110Q-5,110 -9,106Z" fill="${TONGUE}"/>`,
  "open-smile": () =>
    group(
      `<path d="M-34,84Q0,96 34,84C35,109 20,126 0,126C-20,126 -35,109 -34,84Z" ${INSIDE}/>`,
      `<path d="M-29,88Q0,98 29,88L26,97Q0,105 -26,97Z" fill="#fff"/><path d="M-19,117Q0,101 19,117Q11,124 0,124Q-11,124 -19,117Z" fill="${TONGUE}"/>`,
    ),
  closed: (p) => line("-15,101 -5,97 5,97 15,101", p, 5),
  worried: () => `<path d="M-19,105C-13,92 13,90 19,103C10,101 -8,101 -19,105Z" ${INSIDE}/>`,
  tremble: (p) => line("-25,106 -15,97 -5,101 5,96 15,98 25,107", p, 6.4),
  pout: (p) =>
    group(
      line("-19,106 -9,94 0,98 9,94 19,106", p, 7.4),
      `<path d="${taper("-8,112 0,115 8,112", 3.4)}" fill="${p.skinLine}" fill-opacity=".6"/>`,
    ),
  oh: () =>
    `<path d="${disc(0, 102, 12, 15)}" ${INSIDE}/><path d="M-7,110Q0,102 7,110Q0,117 -7,110Z" fill="${TONGUE}"/>`,
  shout: () =>
    `<path d="M-25,108C-26,91 -11,86 0,86C11,86 26,91 25,108C12,117 -12,117 -25,108Z" ${INSIDE}/><path d="M-19,92Q0,88 19,92L17,97Q0,94 -17,97Z" fill="#fff"/><path d="M-14,110Q0,101 14,110Q0,116 -14,110Z" fill="${TONGUE}"/>`,
};

function line(points: string, p: IdolPalette, width = 6): string {
  return `<path d="${taper(points, width)}" fill="${p.lip}"/>`;
}
