import type { Look } from "@guchi/contracts/look.ts";
import { knotsOf, type Point, ribbon, taper } from "../curve.ts";
import { group } from "../svg.ts";
import type { IdolPalette } from "./palette.ts";

type Style = Look["hairStyle"];

/** Skull of hair, then the fringe from the right temple to the left one, tips between. */
const FRINGE =
  "M-134,48C-166,-96 -112,-204 0,-204C112,-204 166,-96 134,48C132,6 124,-34 110,-66C108,-40 98,-18 78,-4C83,-28 79,-56 66,-80C60,-50 46,-22 20,-10C28,-36 26,-66 16,-92C6,-56 -16,-26 -50,-12C-40,-36 -40,-62 -48,-86C-60,-52 -78,-24 -106,-6C-99,-26 -98,-46 -102,-66C-118,-34 -130,6 -134,48Z";
/** Where two locks of the fringe part, up to the crown. */
const PARTINGS: readonly string[] = [
  "110,-66 106,-98 86,-132",
  "66,-80 64,-112 46,-152",
  "16,-92 16,-124 4,-166",
  "-48,-86 -50,-118 -36,-158",
  "-102,-66 -105,-98 -86,-136",
];
/** The shaded side of each lock of the fringe. */
const FRINGE_SHADE =
  "M110,-66C108,-40 98,-18 78,-4C90,-28 94,-58 90,-94ZM66,-80C60,-50 46,-22 20,-10C38,-36 46,-70 44,-110ZM16,-92C6,-56 -16,-26 -50,-12C-26,-36 -12,-76 -10,-122ZM-48,-86C-60,-52 -78,-24 -106,-6C-86,-34 -76,-70 -72,-112ZM-102,-66C-118,-34 -130,6 -134,48C-130,-6 -122,-44 -114,-88Z";
/** The band of light round the crown. */
const SHINE = [
  taper("-118,-84 -100,-120 -72,-146 -46,-158", 19),
  taper("-34,-160 0,-168 26,-164", 15),
  taper("40,-162 72,-148 100,-118 116,-84", 19),
].join("");

/** In front of the face and beside it; the left ones are mirror images. */
const SIDE_LOCKS: Readonly<Record<Style, string>> = {
  long: "122,-60,6 138,0,36 138,80,38 132,170,36 142,250,24 136,318,0",
  bob: "122,-60,6 140,0,40 142,70,44 134,130,34 112,172,0",
  twintails: "122,-60,6 136,0,32 134,70,30 124,128,20 108,172,0",
  ponytail: "122,-60,6 136,0,32 136,70,32 128,132,22 110,188,0",
  bun: "122,-60,6 134,-10,28 136,54,26 128,106,18 114,150,0",
};

/** Crown, fringe, side locks and shine, in the head's coordinates. `turn` moves the fringe. */
export function drawFrontHair(style: Style, turn: number, p: IdolPalette): string {
  const line = outline(p);
  const lock = ribbon(SIDE_LOCKS[style]);
  const strand = taper(
    knotsOf(SIDE_LOCKS[style])
      .slice(1)
      .map(([x, y]): Point => [x + 3, y]),
    5,
  );
  const side = (flip: 1 | -1): string =>
    `<g transform="scale(${flip} 1)"><path d="${lock}" fill="url(#hair)" ${line}/><path d="${strand}" fill="${p.hairShade}"/></g>`;
  return group(
    side(1),
    side(-1),
    `<path d="${FRINGE}" fill="url(#hair)" ${line}/>`,
    `<g transform="translate(${turn * 6} 0)"><path d="${FRINGE_SHADE}" fill="${p.hairShade}" fill-opacity=".8"/>`,
    PARTINGS.map((points) => `<path d="${taper(points, 4.4)}" fill="${p.hairLine}" fill-opacity=".8"/>`).join(""),
    `<path d="${SHINE}" fill="${p.hairLight}" fill-opacity=".72"/></g>`,
    `<path d="${ribbon("8,-196,20 -14,-222,20 -46,-232,10 -66,-222,0")}" fill="url(#hair)" ${line}/>`,
    `<path d="${ribbon("12,-196,14 26,-216,12 48,-220,0")}" fill="url(#hair)" ${line}/>`,
    `<path d="M-14,-190C0,-198 20,-198 32,-190L24,-178H-8Z" fill="${p.hairTop}"/>`,
  );
}

export function outline(p: IdolPalette): string {
  return `stroke="${p.hairLine}" stroke-width="4" stroke-linejoin="round"`;
}
