import { disc, taper } from "../curve.ts";
import { group } from "../svg.ts";
import type { Face } from "./faces.ts";
import type { IdolPalette } from "./palette.ts";

const EYE_X = 61;
const EYE_Y = 33;
const BROW_Y = -43;

/** The white, with its outer corner at +x. */
const WHITE = "M-34,8C-35,-20 -16,-44 8,-46C32,-46 41,-20 38,6C35,29 20,44 0,44C-19,44 -32,29 -34,8Z";
const UPPER_LASH =
  "M-38,4C-36,-28 -14,-56 11,-58C36,-59 47,-38 47,-16C51,-17 55,-20 58,-25C58,-12 52,1 41,6C40,-18 30,-42 8,-44C-12,-45 -28,-26 -33,2C-34,7 -38,8 -38,4Z";

/** Gradients that the eyes refer to. */
export function eyeDefs(face: Face, p: IdolPalette): string {
  const open = typeof face.eyes === "number" ? face.eyes : 1;
  const clip = (id: string, side: number) =>
    `<clipPath id="${id}"><path d="${WHITE}" transform="${lid(open)} scale(${side} 1)"/></clipPath>`;
  return group(
    `<linearGradient id="iris" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${p.eyeDark}"/>`,
    `<stop offset=".5" stop-color="${p.eye}"/><stop offset="1" stop-color="${p.eyeGlow}"/></linearGradient>`,
    clip("eye-right", 1),
    clip("eye-left", -1),
  );
}

/** Lids close towards a line below the middle of the eye. */
function lid(open: number): string {
  return `translate(0 26) scale(1 ${open}) translate(0 -26)`;
}

/** Both eyes, in the head's coordinates. `turn`, -1 to 1: the eye on the far side is narrower. */
export function drawEyes(face: Face, turn: number, p: IdolPalette): string {
  const one = (side: 1 | -1): string => {
    const narrow = 1 - Math.max(0, turn * side) * 0.12;
    const drawn = typeof face.eyes === "number" ? open(side, face, face.eyes, p) : closed(side, face.eyes, p);
    return `<g transform="translate(${side * EYE_X} ${EYE_Y}) scale(${narrow} 1)">${drawn}</g>`;
  };
  return one(-1) + one(1);
}

function open(side: 1 | -1, { iris = 1, gaze = [0, 0], tears }: Face, lids: number, p: IdolPalette): string {
  const [x, y] = [gaze[0] - side * 1.5, gaze[1] - 1];
  const clip = side === 1 ? "eye-right" : "eye-left";
  const lash = `transform="${lid(lids)} scale(${side} 1)"`;
  return group(
    `<g clip-path="url(#${clip})"><rect x="-44" y="-64" width="88" height="112" fill="${p.eyeWhite}"/>`,
    `<g transform="translate(${x} ${y}) scale(${iris})"><path d="${disc(0, 0, 31.5, 43)}" fill="url(#iris)" stroke="${p.eyeDark}" stroke-width="4"/>`,
    `<path d="M-23,14C-19,36 19,36 23,14C24,32 13,40 0,40C-13,40 -24,32 -23,14Z" fill="${p.eyeGlow}"/>`,
    `<path d="${disc(0, -2, 13.5, 20)}" fill="${p.eyeDark}"/>`,
    `<path d="M-31,-4C-28,-34 28,-34 31,-4C24,-20 -24,-20 -31,-4Z" fill="${p.eyeDark}" fill-opacity=".55"/></g>`,
    `<path d="M-44,-64H44V-30C20,-48 -20,-48 -44,-22Z" fill="#6d4a86" fill-opacity=".26" transform="${lid(lids)} scale(${side} 1)"/>`,
    `<g fill="${p.shine}"><path d="${disc(x - 11, y - 16, 11, 13)}"/><path d="${disc(x + 11, y + 15, 5.5)}"/><path d="${disc(x + 13, y - 20, 3)}" fill-opacity=".8"/></g>`,
    tears === undefined
      ? ""
      : `<path d="M-40,34Q-20,${22 + y} 0,31T40,30V60H-40Z" fill="#dff3ff" fill-opacity=".92"/><path d="${disc(x - 6, 36, 9, 4)}" fill="#fff"/>`,
    `</g><path d="${UPPER_LASH}" fill="${p.lash}" ${lash}/>`,
    `<g transform="scale(${side} 1)" fill="${p.skinLine}"><path d="${taper("-8,48 14,46 32,32", 3.4)}" fill-opacity=".85"/>`,
    `</g>`,
    `<path d="${taper(
      "-24,-50 6,-66 38,-50",
      3.4,
    )}" fill="${p.skinLine}" fill-opacity=".6" transform="${lid(lids)} scale(${side} 1)"/>`,
  );
}

/** Lids down in peace (lashes below), or up with joy (lashes above). */
function closed(side: 1 | -1, how: "peaceful" | "happy", p: IdolPalette): string {
  const down = how === "peaceful";
  return group(
    `<g transform="scale(${side} 1)" fill="${p.lash}"><path d="${
      down ? taper("-38,4 -20,24 6,28 30,20 48,-2", 11) : taper("-36,22 -18,-8 6,-14 28,-4 44,26", 11.5)
    }"/>`,
    down
      ? `<path d="${taper("26,22 36,30 42,40", 5)}"/><path d="${taper("38,12 50,17 58,25", 5)}"/>`
      : `<path d="${taper("34,6 46,3 56,-4", 5)}"/>`,
    `</g><path d="${
      down ? taper("-24,-18 6,-8 36,-20", 3) : taper("-22,-30 4,-38 32,-28", 3)
    }" fill="${p.skinLine}" fill-opacity=".5" transform="scale(${side} 1)"/>`,
  );
}

/** Drawn over the fringe, as anime does, or the face would lose its mood. */
export function drawBrows({ brows: [inner, middle, outer] }: Face, turn: number, p: IdolPalette): string {
  const one = (side: 1 | -1): string => {
    const narrow = 1 - Math.max(0, turn * side) * 0.12;
    const d = taper(
      [
        [-32, inner],
        [-4, middle],
        [16, middle + (outer - middle) * 0.4],
        [38, outer],
      ],
      10.5,
    );
    // The light rim keeps it apart from the lines of the fringe.
    return `<path d="${d}" fill="${p.hairLine}" stroke="${p.hairLight}" stroke-width="4" paint-order="stroke" transform="translate(${side * EYE_X} ${BROW_Y}) scale(${side * narrow} 1)"/>`;
  };
  return one(-1) + one(1);
}
