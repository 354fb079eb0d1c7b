import type { Outfit } from "@guchi/contracts/look.ts";
import { disc, ribbon, rounded, taper } from "../curve.ts";
import { group } from "../svg.ts";
import type { Sleeve } from "./arms.ts";
import type { Fabric, IdolPalette } from "./palette.ts";

/** What an outfit is made of; the figure's torso and legs wear it. */
export interface Clothes {
  readonly sleeve: Sleeve;
  readonly skirt: Fabric;
  readonly legs: Fabric;
  readonly hem?: string;
  /** Behind her neck, as a hood is. */
  readonly back?: string;
  /** The torso with all that lies on it. */
  readonly top: string;
  /** What lies over the shoulders. */
  readonly collar: string;
}

export function clothesOf(outfit: Outfit, p: IdolPalette): Clothes {
  return OUTFITS[outfit](p);
}

const TORSO =
  "M-32,166C-54,176 -80,180 -94,204C-98,234 -84,262 -76,290C-70,318 -70,336 -75,358C-40,366 40,366 75,358C70,336 70,318 76,290C84,262 98,234 94,204C80,180 54,176 32,166C20,182 -20,182 -32,166Z";
const TORSO_SHADE =
  "M94,204C98,234 84,262 76,290C70,318 70,336 75,358L30,363C52,336 60,300 58,262C66,244 76,226 78,196Z";

function torso(fabric: Fabric): string {
  return group(
    `<path d="${TORSO}" fill="${fabric.base}" ${line(fabric)}/>`,
    `<path d="${TORSO_SHADE}" fill="${fabric.shade}" fill-opacity=".7"/>`,
    `<path d="M-60,186C-30,206 30,206 60,186L44,174C20,188 -20,188 -44,174Z" fill="${fabric.shade}" fill-opacity=".55"/>`,
  );
}

function line(fabric: Fabric, width = 4): string {
  return `stroke="${fabric.line}" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="round"`;
}

function buttons(ys: readonly number[], color: Fabric, x = 0): string {
  return ys
    .map(
      (y) =>
        `<path d="${disc(x, y, 6.5)}" fill="${color.base}" ${line(color, 2.6)}/><path d="${disc(x - 2, y - 2, 2)}" fill="${color.light}"/>`,
    )
    .join("");
}

function roundCollar(fabric: Fabric): string {
  const half = "M-2,196C-12,188 -24,178 -30,164C-52,172 -74,178 -80,198C-72,220 -46,228 -26,222C-12,216 -4,208 -2,196Z";
  const one = (side: number) =>
    `<g transform="scale(${side} 1)"><path d="${half}" fill="${fabric.base}" ${line(fabric, 3.6)}/><path d="M-8,200C-14,212 -34,220 -54,216C-36,228 -10,222 -8,200Z" fill="${fabric.shade}" fill-opacity=".7"/></g>`;
  return one(1) + one(-1);
}

function bow(y: number, scale: number, fabric: Fabric): string {
  const half = (side: number) =>
    group(
      `<g transform="scale(${side} 1)"><path d="M4,6C14,26 26,44 42,56L24,60L14,72C4,50 -2,28 -2,8Z" fill="${fabric.base}" ${line(fabric)}/>`,
      `<path d="M0,0C20,-30 54,-36 66,-24C74,-6 70,18 60,28C40,34 16,18 0,4Z" fill="${fabric.base}" ${line(fabric)}/>`,
      `<path d="M10,4C28,16 46,22 58,18C52,28 30,24 10,10Z" fill="${fabric.shade}"/><path d="${taper(
        "18,-10 36,-20 54,-18",
        5,
      )}" fill="${fabric.light}"/></g>`,
    );
  return `<g transform="translate(0 ${y}) scale(${scale})">${half(-1)}${half(1)}<path d="${rounded(-13, -13, 26, 28, 9)}" fill="${fabric.base}" ${line(fabric)}/></g>`;
}

const LONG: Sleeve["widths"] = [52, 46, 40];

const OUTFITS: Readonly<Record<Outfit, (p: IdolPalette) => Clothes>> = {
  stage: (p) => ({
    sleeve: { fabric: p.cloth, length: "short", cuff: p.white, widths: LONG },
    skirt: p.cloth,
    legs: p.white,
    hem: frill(p),
    top: group(
      torso(p.cloth),
      `<path d="M-30,200H30L24,352H-24Z" fill="${p.white.base}" ${line(p.white, 3.4)}/><path d="M8,200H30L24,352H10C18,300 16,240 8,200Z" fill="${p.white.shade}" fill-opacity=".7"/>`,
      buttons([286, 320], p.trim),
      waistband(p.trim),
    ),
    collar: roundCollar(p.white) + bow(218, 0.78, p.accent),
  }),
  cardigan: (p) => ({
    sleeve: { fabric: p.cloth, length: "long", cuff: p.cloth, widths: LONG },
    skirt: p.trim,
    legs: p.white,
    top: group(
      torso(p.white),
      buttons([262, 296, 330], p.trim),
      [1, -1]
        .map(
          (side) =>
            `<g transform="scale(${side} 1)"><path d="M36,168C58,176 82,182 96,206C100,236 88,262 82,290C78,320 80,350 84,388H34C28,330 20,280 26,238C30,212 36,190 36,168Z" fill="${p.cloth.base}" ${line(p.cloth)}/><path d="M36,172C32,206 22,232 22,262C22,310 30,350 34,386" fill="none" stroke="${p.cloth.light}" stroke-width="7" stroke-opacity=".9"/></g>`,
        )
        .join(""),
      `<path d="M96,206C100,236 88,262 82,290C78,320 80,350 84,388H60C66,340 62,300 64,262C72,246 80,226 82,200Z" fill="${p.cloth.shade}" fill-opacity=".7"/>`,
      pocket(-58, 326, p.cloth),
    ),
    collar: roundCollar(p.white) + bow(214, 0.5, p.accent),
  }),
  hoodie: (p) => ({
    sleeve: { fabric: p.cloth, length: "long", cuff: p.trim, widths: [58, 52, 42] },
    skirt: p.trim,
    legs: p.white,
    back: `<path d="M-96,196C-120,150 -80,120 0,120C80,120 120,150 96,196Z" fill="${p.cloth.shade}" ${line(p.cloth)}/>`,
    top: group(
      torso(p.cloth),
      `<path d="M-62,306C-30,300 30,300 62,306L72,362C40,370 -40,370 -72,362Z" fill="${p.cloth.base}" ${line(p.cloth, 3.4)}/>`,
      `<path d="M-78,356C-40,372 40,372 78,356L80,384C40,398 -40,398 -80,384Z" fill="${p.trim.base}" ${line(p.trim)}/>`,
    ),
    collar: group(
      `<path d="M-88,200C-76,168 -40,150 -22,160C-30,190 -14,206 0,214C14,206 30,190 22,160C40,150 76,168 88,200C64,236 24,240 0,232C-24,240 -64,236 -88,200Z" fill="${p.cloth.base}" ${line(p.cloth)}/>`,
      `<path d="M-72,206C-50,226 -22,230 0,224C22,230 50,226 72,206C56,234 24,238 0,231C-24,238 -56,234 -72,206Z" fill="${p.cloth.shade}"/>`,
      [1, -1]
        .map(
          (side) =>
            `<path d="${ribbon([
              [side * 18, 226, 5],
              [side * 22, 252, 5],
              [side * 20, 276, 5],
            ])}" fill="${p.white.base}" ${line(p.white, 2.4)}/><path d="${disc(side * 20, 280, 5)}" fill="${p.trim.base}" ${line(p.trim, 2.4)}/>`,
        )
        .join(""),
    ),
  }),
  pajamas: (p) => ({
    sleeve: { fabric: p.cloth, length: "long", cuff: p.white, widths: [56, 50, 42] },
    skirt: p.cloth,
    legs: p.cloth,
    top: group(
      torso(p.cloth),
      [
        [-56, 250],
        [52, 244],
        [-40, 306],
        [44, 312],
        [-58, 350],
        [60, 356],
        [-22, 268],
        [24, 350],
      ]
        .map(
          ([x = 0, y = 0]) =>
            `<path transform="translate(${x} ${y}) scale(.9)" d="M0,-9L2.600,-2.800L9,-2.400L4,2L5.600,8.400L0,5L-5.600,8.400L-4,2L-9,-2.400L-2.600,-2.800Z" fill="${p.cloth.light}"/>`,
        )
        .join(""),
      `<path d="M0,216V372" stroke="${p.cloth.line}" stroke-width="3"/>`,
      buttons([246, 288, 330], p.white),
    ),
    collar: roundCollar(p.white),
  }),
  coat: (p) => ({
    sleeve: { fabric: p.cloth, length: "long", cuff: p.cloth, widths: [60, 54, 46] },
    skirt: p.cloth,
    legs: { ...p.trim, base: p.trim.shade },
    top: group(
      torso(p.cloth),
      `<path d="M6,216V374" stroke="${p.cloth.line}" stroke-width="3.4"/>`,
      [-26, 38].map((x) => buttons([272, 312, 352], p.white, x)).join(""),
    ),
    collar: scarf(p),
  }),
  apron: (p) => ({
    sleeve: { fabric: p.white, length: "long", cuff: p.white, widths: [52, 46, 38] },
    skirt: p.trim,
    legs: p.white,
    top: group(
      torso(p.white),
      `<path d="M-46,170L-40,236M46,170L40,236" stroke="${p.cloth.base}" stroke-width="13"/>`,
      `<path d="M-50,236C-20,244 20,244 50,236C52,280 60,310 74,340L88,388H-88L-74,340C-60,310 -52,280 -50,236Z" fill="${p.cloth.base}" ${line(p.cloth)}/>`,
      `<path d="M50,236C52,280 60,310 74,340L88,388H52C48,330 40,280 32,240Z" fill="${p.cloth.shade}" fill-opacity=".7"/>`,
      `<path transform="translate(0 288) scale(2)" d="M0,9C-14,-1 -10,-11 -4.500,-10C-2,-9.600 -.6,-8 0,-6C.6,-8 2,-9.600 4.500,-10C10,-11 14,-1 0,9Z" fill="${p.trim.base}" fill-opacity=".9"/>`,
      waistband(p.cloth),
    ),
    collar: roundCollar(p.white),
  }),
  plain: (p) => ({
    sleeve: { fabric: p.cloth, length: "long", cuff: p.white, widths: [50, 44, 38] },
    skirt: p.cloth,
    legs: { ...p.trim, base: p.trim.shade },
    top: group(torso(p.cloth), buttons([250, 286], p.cloth), waistband(p.trim)),
    collar: roundCollar(p.white),
  }),
};

function waistband(fabric: Fabric): string {
  return `<path d="M-75,338C-40,350 40,350 75,338L78,362C40,376 -40,376 -78,362Z" fill="${fabric.base}" ${line(fabric)}/><path d="M20,349C44,347 60,344 75,338L78,362C60,368 44,371 22,372Z" fill="${fabric.shade}" fill-opacity=".8"/>`;
}

function pocket(x: number, y: number, fabric: Fabric): string {
  return `<path d="M${x - 20},${y}h34v30q0,10 -10,10h-14q-10,0 -10,-10Z" fill="${fabric.base}" ${line(fabric, 3)}/>`;
}

function scarf({ accent }: IdolPalette): string {
  return group(
    `<path d="M26,206C40,250 44,300 38,344L84,340C86,290 76,240 62,200Z" fill="${accent.base}" ${line(accent)}/>`,
    `<path d="M40,322L84,318M42,300L84,296" stroke="${accent.light}" stroke-width="6" stroke-opacity=".8"/>`,
    `<path d="M-84,190C-78,156 -40,140 0,150C40,140 78,156 84,190C82,226 36,240 0,236C-36,240 -82,226 -84,190Z" fill="${accent.base}" ${line(accent)}/>`,
    `<path d="M-78,206C-50,226 50,226 78,206C70,232 36,240 0,236C-36,240 -70,232 -78,206Z" fill="${accent.shade}"/>`,
    `<path d="${taper("-68,172 -20,196 50,188", 6)}${taper("-20,164 24,176 70,170", 5)}" fill="${accent.shade}"/>`,
  );
}

/** Along the hem of the standing skirt. */
function frill(p: IdolPalette): string {
  const scallops = Array.from({ length: 9 }, () => "q16,18 31,0").join("");
  return `<path d="M-139,524${scallops}L132,500C80,524 -80,524 -132,500Z" fill="${p.white.base}" ${line(p.white, 3.4)}/>`;
}
