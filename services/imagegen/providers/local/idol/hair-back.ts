import type { Look } from "@guchi/contracts/look.ts";
import { disc, type Knot, type Point, ribbon, taper } from "../curve.ts";
import { group } from "../svg.ts";
import { outline } from "./hair-front.ts";
import type { IdolPalette } from "./palette.ts";

type Style = Look["hairStyle"];

/** One lock of hair: its spine, and the lines along it. */
interface Lock {
  readonly knots: readonly Knot[];
  readonly shaded?: true;
}

/**
 * The hair behind neck and shoulders, in the head's coordinates. `sway` moves its ends sideways, in
 * px.
 */
export function drawBackHair(style: Style, sway: number, p: IdolPalette): string {
  return BACK[style](sway, p, outline(p));
}

const BACK: Readonly<Record<Style, (sway: number, p: IdolPalette, line: string) => string>> = {
  long: (sway, p, line) => {
    const s = sway;
    return group(
      `<path d="M0,-196C120,-196 168,-96 162,20C160,120 184,190 188,270C192,330 ${182 + s},380 ${204 + s},430C${172 + s},424 ${154 + s},404 150,392C150,430 ${134 + s},456 ${106 + s},472C${108 + s},454 ${106 + s},440 102,428C70,470 -70,470 -102,428C-106,440 ${-108 + s},454 ${-106 + s},472C${-134 + s},456 -150,430 -150,392C-154,404 ${-172 + s},424 ${-204 + s},430C${-182 + s},380 -192,330 -188,270C-184,190 -160,120 -162,20C-168,-96 -120,-196 0,-196Z" fill="${p.hairDeep}" ${line}/>`,
      [1, -1]
        .map((side) => {
          const strands: readonly (readonly Point[])[] = [
            [
              [side * 148, 110],
              [side * 166, 220],
              [side * 160 + s / 2, 330],
              [side * 166 + s, 420],
            ],
            [
              [side * 134, 150],
              [side * 146, 240],
              [side * 134 + s / 2, 350],
              [side * 128 + s, 440],
            ],
          ];
          return strands.map((points) => `<path d="${taper(points, 12)}" fill="${p.hairShade}"/>`).join("");
        })
        .join(""),
    );
  },
  bob: (_sway, p, line) =>
    `<path d="M0,-196C124,-196 174,-96 168,20C170,76 178,120 156,160C132,186 84,182 52,172C20,180 -20,180 -52,172C-84,182 -132,186 -156,160C-178,120 -170,76 -168,20C-174,-96 -124,-196 0,-196Z" fill="${p.hairDeep}" ${line}/>`,
  twintails: (sway, p, line) =>
    group(
      [1, -1]
        .map((side) =>
          tail(
            [
              {
                knots: [
                  [side * 128, -96, 30],
                  [side * 208, -80, 74],
                  [side * 238 + sway, 40, 92],
                  [side * 222 + sway, 180, 78],
                  [side * 248 + sway * 1.4, 290, 40],
                  [side * 276 + sway * 1.6, 350, 0],
                ],
              },
              {
                knots: [
                  [side * 190, 60, 20],
                  [side * 196 + sway, 170, 46],
                  [side * 186 + sway, 260, 30],
                  [side * 204 + sway * 1.4, 320, 0],
                ],
                shaded: true,
              },
            ],
            p,
            line,
          ),
        )
        .join(""),
      cap(p, line),
    ),
  ponytail: (sway, p, line) =>
    group(
      tail(
        [
          {
            knots: [
              [150, 0, 0],
              [170 + sway, 130, 60],
              [150 + sway, 236, 40],
              [160 + sway * 1.4, 306, 0],
            ],
            shaded: true,
          },
          {
            knots: [
              [66, -150, 30],
              [134, -196, 64],
              [206, -150, 92],
              [226, -40, 98],
              [206 + sway, 80, 88],
              [204 + sway, 180, 66],
              [230 + sway * 1.3, 262, 36],
              [268 + sway * 1.6, 312, 0],
            ],
          },
          {
            knots: [
              [238 + sway * 0.6, 0, 0],
              [244 + sway, 110, 34],
              [256 + sway, 176, 24],
              [290 + sway * 1.5, 224, 0],
            ],
          },
          {
            knots: [
              [176 + sway, 120, 0],
              [178 + sway, 214, 30],
              [188 + sway * 1.2, 266, 18],
              [204 + sway * 1.4, 318, 0],
            ],
          },
        ],
        p,
        line,
      ),
      `<g transform="translate(98 -172) rotate(62) scale(.86)"><path d="M-16,-30C-6,-36 10,-36 18,-28L18,28C8,36 -8,36 -16,30Z" fill="${p.accent.base}" stroke="${p.accent.line}" stroke-width="4"/></g>`,
      cap(p, line),
    ),
  bun: (_sway, p, line) =>
    group(
      `<path d="${disc(78, -214, 60, 54)}" fill="url(#hair)" ${line}/><path d="M40,-178C60,-160 110,-166 128,-192C120,-168 96,-156 74,-160C58,-162 46,-168 40,-178Z" fill="${p.hairShade}"/>`,
      `<path d="${taper("48,-186 40,-226 74,-248 110,-232 112,-204 88,-196", 6)}${taper(
        "64,-196 66,-218 88,-224",
        5,
      )}" fill="${p.hairDeep}"/>`,
      `<path d="${taper("52,-244 76,-258 104,-250", 10)}" fill="${p.hairLight}" fill-opacity=".8"/>`,
      `<path d="${ribbon("34,-184,14 72,-166,18 112,-172,12")}" fill="${p.accent.base}" stroke="${p.accent.line}" stroke-width="3.600"/>`,
      cap(p, line),
    ),
};

function cap(p: IdolPalette, line: string): string {
  return `<path d="M0,-196C116,-196 160,-100 152,14C150,70 132,104 108,120C70,134 -70,134 -108,120C-132,104 -150,70 -152,14C-160,-100 -116,-196 0,-196Z" fill="${p.hairDeep}" ${line}/>`;
}

/** Locks from back to front; the last knots of each lie loose. */
function tail(locks: readonly Lock[], p: IdolPalette, line: string): string {
  return locks
    .map(({ knots, shaded }) => {
      const strand = (offset: number): Point[] => knots.slice(1).map(([x, y, width]): Point => [x + width * offset, y]);
      return group(
        `<path d="${ribbon(knots)}" fill="${shaded === true ? p.hairShade : "url(#hair)"}" ${line}/>`,
        `<path d="${taper(strand(-0.18), 6)}" fill="${p.hairShade}"/><path d="${taper(strand(0.2), 5)}" fill="${p.hairShade}"/>`,
        shaded === true
          ? ""
          : `<path d="${taper(strand(0.06).slice(0, 3), 12)}" fill="${p.hairLight}" fill-opacity=".6"/>`,
      );
    })
    .join("");
}
