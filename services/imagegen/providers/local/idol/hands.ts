import { disc, ribbon, taper } from "../curve.ts";
import { group } from "../svg.ts";
import type { IdolPalette } from "./palette.ts";

/** What a hand does. */
export type HandShape = "open" | "soft" | "fist" | "point" | "cup" | "grip" | "flat";

/** A hand from its wrist at (0, 0), fingers up, about 62 px long; the thumb is at +x. */
export function drawHand(shape: HandShape, p: IdolPalette): string {
  return SHAPES[shape](p);
}

/** Parts as one piece: all outlines first, then all skins over them, then the lines inside. */
function flesh(p: IdolPalette, parts: readonly string[], inner: readonly string[], shade = ""): string {
  return group(
    `<g fill="${p.skinLine}" stroke="${p.skinLine}" stroke-width="7" stroke-linejoin="round">${paths(parts)}</g>`,
    `<g fill="${p.skin}">${paths(parts)}</g>`,
    shade === "" ? "" : `<path d="${shade}" fill="${p.skinShade}" fill-opacity=".7"/>`,
    inner.length === 0 ? "" : `<path d="${inner.join("")}" fill="${p.skinLine}"/>`,
  );
}

function paths(parts: readonly string[]): string {
  return parts.map((d) => `<path d="${d}"/>`).join("");
}

const finger = ribbon;
const WRIST = ribbon("0,3,22 0,-12,27");

const SHAPES: Readonly<Record<HandShape, (p: IdolPalette) => string>> = {
  open: (p) =>
    flesh(
      p,
      [
        WRIST,
        "M-19,-12C-22,-28 -20,-40 -16,-44H17C21,-38 21,-24 17,-10C10,-2 -12,-2 -19,-12Z",
        finger("-13,-38,12 -19,-54,12 -23,-68,10"),
        finger("-4,-40,12.5 -6,-60,12.5 -7,-77,10"),
        finger("6,-40,12.5 8,-60,12.5 10,-75,10"),
        finger("14,-36,12 20,-50,11.5 25,-63,9"),
        finger("10,-12,15 24,-22,13 33,-36,10"),
      ],
      [taper("-12,-20 -2,-27 10,-26", 2.4), taper("12,-10 4,-16 2,-26", 2.4)],
      "M-18,-12C-10,-6 8,-6 16,-14C14,-4 4,0 -4,0C-12,0 -16,-6 -18,-12Z",
    ),
  soft: (p) =>
    flesh(
      p,
      [
        WRIST,
        "M-18,-8C-22,-24 -21,-44 -14,-56C-8,-64 8,-64 14,-56C20,-46 20,-24 16,-8C10,0 -12,0 -18,-8Z",
        finger("10,-12,15 21,-24,13 24,-40,10"),
      ],
      [
        taper("-8,-61 -9,-50 -8,-38", 2.8),
        taper("0,-62 0,-50 0,-38", 2.8),
        taper("8,-60 9,-50 8,-40", 2.8),
        taper("13,-22 15,-32 16,-40", 2.6),
      ],
    ),
  flat: (p) =>
    flesh(
      p,
      [WRIST, "M-17,-8C-20,-22 -18,-46 -10,-60C-4,-68 6,-68 12,-60C18,-48 18,-22 15,-8C10,0 -12,0 -17,-8Z"],
      [taper("-5,-64 -6,-50 -5,-38", 2.8), taper("3,-65 3,-50 3,-38", 2.8), taper("10,-60 11,-48 10,-40", 2.6)],
    ),
  fist: (p) =>
    flesh(
      p,
      [WRIST, "M-22,-14C-26,-34 -20,-46 -12,-47C-4,-51 10,-50 16,-45C24,-40 24,-20 20,-8C12,2 -14,2 -22,-14Z"],
      [
        taper("-11,-46 -12,-34 -10,-24", 3),
        taper("0,-48 0,-35 1,-24", 3),
        taper("11,-46 12,-35 11,-25", 3),
        taper("-20,-22 -6,-20 8,-21 17,-14 8,-7 -6,-8", 3),
      ],
      "M-20,-14C-10,-6 12,-8 20,-14C18,-2 8,2 0,2C-10,2 -18,-4 -20,-14Z",
    ),
  point: (p) =>
    flesh(
      p,
      [
        WRIST,
        "M-21,-14C-24,-32 -18,-42 -10,-43C-2,-46 10,-46 16,-42C23,-36 23,-20 19,-8C12,2 -14,2 -21,-14Z",
        finger("10,-34,13 13,-58,12.5 15,-80,10"),
      ],
      [
        taper("-10,-43 -11,-32 -9,-22", 3),
        taper("1,-45 1,-33 2,-22", 3),
        taper("-18,-20 -4,-17 10,-20 17,-13 8,-6", 3),
      ],
    ),
  cup: (p) =>
    flesh(
      p,
      [WRIST, ribbon("0,-4,30 10,-26,30 6,-48,24 -8,-66,14"), finger("-6,-10,14 -16,-24,12 -18,-38,9")],
      [taper("16,-54 8,-46 -2,-46", 2.6), taper("22,-38 12,-34 2,-36", 2.6)],
      ribbon("14,-10,4 22,-30,8 14,-50,2"),
    ),
  grip: (p) =>
    flesh(
      p,
      [WRIST, "M-20,-8C-24,-22 -22,-40 -14,-46C-4,-52 12,-50 18,-42C24,-32 22,-14 17,-6C8,2 -12,2 -20,-8Z"],
      [
        taper("-20,-38 -6,-36 10,-38", 3),
        taper("-22,-27 -6,-25 11,-27", 3),
        taper("-21,-16 -6,-14 10,-16", 3),
        taper("12,-44 15,-30 13,-10", 3),
      ],
      disc(0, -4, 14, 5),
    ),
};
