import { group } from "../svg.ts";
import type { Look } from "@guchi/contracts/guchi.ts";
import type { IdolPalette } from "./palette.ts";

/**
 * Crown, fringe, side locks and shine: everything that lies in front of the face, in the head's
 * coordinates.
 */
export function drawFrontHair(style: Look["hairStyle"], p: IdolPalette): string {
  const line = `stroke="${p.hairLine}" stroke-width="4" stroke-linejoin="round" stroke-linecap="round"`;
  const lock = SIDE_LOCKS[style];
  const fringe = style === "bun" || style === "ponytail" ? SWEPT : FULL;
  return group(
    `<path d="${lock}" fill="url(#hair)" ${line}/>`,
    `<path d="${lock}" fill="url(#hair)" ${line} transform="scale(-1 1)"/>`,
    `<path d="${CROWN} ${fringe.edge}Z" fill="url(#hair)" ${line}/>`,
    `<path d="${fringe.strands}" fill="none" stroke="${p.hairShade}" stroke-width="3.6" stroke-linecap="round"/>`,
    `<path d="${SHINE}" fill="${p.hairLight}" opacity=".6"/>`,
    `<path d="M6,-186 C-8,-214 -40,-226 -58,-214 C-38,-214 -24,-200 -18,-186Z" fill="url(#hair)" ${line}/>`,
  );
}

const CROWN = "M-138,44 C-168,-92 -110,-190 0,-190 C110,-190 168,-92 138,44";

interface Fringe {
  /** From the right temple to the left one, tips between. */
  readonly edge: string;
  readonly strands: string;
}

const FULL: Fringe = {
  edge: "C132,4 124,-34 106,-66 C104,-34 92,-16 68,-8 C72,-32 66,-62 48,-84 C44,-46 26,-22 -4,-12 C4,-38 -2,-64 -16,-84 C-22,-46 -42,-18 -74,-6 C-66,-30 -70,-52 -82,-72 C-106,-44 -130,-6 -138,44",
  strands:
    "M48,-84 C46,-104 38,-122 26,-136 M-16,-84 C-18,-106 -14,-124 -6,-138 M106,-66 C102,-88 92,-108 76,-122 M-82,-72 C-84,-94 -74,-112 -60,-126",
};

const SWEPT: Fringe = {
  edge: "C134,0 124,-40 104,-70 C98,-38 80,-20 54,-12 C60,-44 44,-82 12,-110 C-4,-58 -38,-22 -86,-10 C-76,-28 -76,-46 -82,-64 C-108,-38 -130,-4 -138,44",
  strands:
    "M12,-110 C10,-128 2,-146 -12,-158 M104,-70 C98,-96 84,-116 62,-134 M-40,-72 C-22,-92 -10,-112 -6,-130 M-82,-64 C-82,-90 -70,-112 -52,-128",
};

/** The "angel ring" on the crown. */
const SHINE =
  "M-122,-74 C-112,-110 -92,-128 -66,-137 C-70,-128 -72,-124 -72,-116 C-66,-126 -60,-132 -52,-141 C-20,-150 14,-150 44,-143 C46,-134 46,-130 50,-122 C54,-130 56,-134 58,-139 C88,-129 110,-110 122,-74 C108,-94 90,-106 70,-113 C70,-106 68,-102 64,-96 C60,-104 56,-110 54,-117 C24,-126 -8,-127 -38,-122 C-42,-114 -46,-110 -52,-104 C-54,-110 -54,-114 -54,-118 C-82,-110 -104,-98 -122,-74Z";

/** The right one (+x); the left one is its mirror image. */
const SIDE_LOCKS: Readonly<Record<Look["hairStyle"], string>> = {
  long: "M112,-50 C138,-10 140,60 132,120 C126,180 150,230 138,300 C128,256 106,214 104,160 C102,110 122,60 112,-50Z",
  bob: "M110,-50 C152,-20 168,60 154,132 C148,158 132,168 112,164 C124,140 116,96 118,60 C120,20 118,-20 110,-50Z",
  twintails:
    "M112,-50 C136,-10 138,50 128,110 C122,140 112,160 100,170 C108,134 104,96 114,50 C118,20 116,-20 112,-50Z",
  ponytail:
    "M112,-50 C138,-14 142,50 130,104 C124,136 118,150 104,166 C110,130 108,100 116,60 C120,20 116,-20 112,-50Z",
  bun: "M114,-50 C136,-16 140,40 130,84 C124,116 110,134 102,140 C108,108 108,84 116,50 C120,20 118,-20 114,-50Z",
};
