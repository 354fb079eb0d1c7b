import { disc, type Knot, knotsOf, ribbon, taper } from "../curve.ts";
import { group } from "../svg.ts";
import type { Clothes } from "./outfits.ts";
import type { Fabric, IdolPalette } from "./palette.ts";

/**
 * How she stands or sits. Drawn before the torso; feet at y 722 standing, 640 on a bench, the floor
 * at y 520.
 */
export type Stance = "stand" | "bench" | "floor";

/** The lowest point of the figure. */
export const FLOOR: Readonly<Record<Stance, number>> = { stand: 728, bench: 664, floor: 528 };

export function drawLower(stance: Stance, clothes: Clothes, p: IdolPalette): string {
  return STANCES[stance](clothes, p);
}

function line(fabric: Fabric, width = 4): string {
  return `stroke="${fabric.line}" stroke-width="${width}" stroke-linejoin="round"`;
}

const STANCES: Readonly<Record<Stance, (clothes: Clothes, p: IdolPalette) => string>> = {
  stand: ({ skirt, legs, hem = "" }, p) =>
    group(
      // One leg bears her weight, the other rests.
      leg("34,470,62 31,590,50 27,684,35", legs) + leg("-38,470,62 -45,588,50 -52,680,35", legs),
      shoe(30, 682, p) + shoe(-57, 679, p),
      `<path d="M-72,348C-96,400 -128,450 -142,512C-92,542 92,542 142,512C128,450 96,400 72,348Z" fill="${skirt.base}" ${line(skirt)}/>`,
      `<path d="M72,348C96,400 128,450 142,512C122,523 98,530 74,532C86,480 66,400 40,360Z" fill="${skirt.shade}" fill-opacity=".7"/>`,
      `<path d="${taper("-50,372 -74,440 -92,524", 5)}${taper("-18,376 -26,450 -30,530", 5)}${taper(
        "20,376 28,450 34,530",
        5,
      )}" fill="${skirt.shade}"/>`,
      hem,
    ),
  bench: ({ skirt, legs }, p) =>
    group(
      leg("58,470,56 56,548,48 48,616,35", legs) + leg("-54,470,56 -56,548,48 -58,616,35", legs),
      shoe(51, 620, p) + shoe(-61, 622, p),
      `<path d="M-76,346C-112,372 -134,424 -128,480C-92,506 -30,508 0,498C30,508 92,506 128,480C134,424 112,372 76,346Z" fill="${skirt.base}" ${line(skirt)}/>`,
      `<path d="M128,480C92,506 30,508 0,498C-30,508 -92,506 -128,480C-128,470 -128,464 -127,456C-90,478 -30,480 0,470C30,480 90,478 127,456Z" fill="${skirt.shade}" fill-opacity=".7"/>`,
      `<path d="${taper("0,496 -2,460 2,420", 6)}${taper("-88,400 -62,388 -34,390", 4)}${taper(
        "88,400 62,388 34,390",
        4,
      )}" fill="${skirt.shade}"/>`,
    ),
  floor: ({ skirt }) =>
    group(
      `<path d="${disc(0, 512, 232, 24)}" fill="#2a1640" fill-opacity=".16"/>`,
      `<path d="M-74,346C-112,366 -178,412 -198,474C-204,508 -160,524 -110,526C-50,532 50,532 110,526C160,524 204,508 198,474C178,412 112,366 74,346Z" fill="${skirt.base}" ${line(skirt)}/>`,
      `<path d="M198,474C204,508 160,524 110,526C50,532 -50,532 -110,526C-150,524 -190,514 -198,490C-150,506 -60,508 0,500C60,506 130,496 156,440C176,450 192,456 198,474Z" fill="${skirt.shade}" fill-opacity=".65"/>`,
      `<path d="${taper("0,500 -4,456 2,412", 6)}${taper("-62,388 -104,430 -130,486", 5)}${taper(
        "62,388 104,430 130,486",
        5,
      )}" fill="${skirt.shade}"/>`,
      `<path d="${taper("-150,440 -166,462 -172,486", 8)}" fill="${skirt.light}" fill-opacity=".7"/>`,
    ),
};

function leg(shape: string, fabric: Fabric): string {
  const knots = knotsOf(shape);
  const shade = knots.map(([x, y, width], index): Knot => [x + width * 0.26, y - index * 4, width * 0.3]);
  return `<path d="${ribbon(knots)}" fill="${fabric.base}" ${line(fabric)}/><path d="${ribbon(shade)}" fill="${fabric.shade}" fill-opacity=".6"/>`;
}

function shoe(x: number, y: number, p: IdolPalette): string {
  const { base, line: ink, shade } = p.trim;
  return group(
    `<path d="M${x - 20},${y - 12}C${x - 30},${y + 14} ${x - 34},${y + 36} ${x - 26},${y + 42}C${x - 12},${y + 48} ${x + 12},${y + 48} ${x + 26},${y + 42}C${x + 34},${y + 36} ${x + 30},${y + 14} ${x + 20},${y - 12}C${x + 10},${y - 2} ${x - 10},${y - 2} ${x - 20},${y - 12}Z" fill="${base}" stroke="${ink}" stroke-width="4"/>`,
    `<path d="M${x - 28},${y + 32}C${x - 12},${y + 38} ${x + 12},${y + 38} ${x + 28},${y + 32}V${y + 40}C${x + 12},${y + 48} ${x - 12},${y + 48} ${x - 28},${y + 40}Z" fill="${shade}"/>`,
  );
}
