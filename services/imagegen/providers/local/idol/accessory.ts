import { group } from "../svg.ts";
import type { Look } from "@guchi/contracts/look.ts";
import type { IdolPalette } from "./palette.ts";

/** What she wears on her head, in the head's coordinates. */
export function drawAccessory(accessory: Look["accessory"], p: IdolPalette): string {
  return ACCESSORIES[accessory](p);
}

const ACCESSORIES: Readonly<Record<Look["accessory"], (p: IdolPalette) => string>> = {
  none: () => "",
  ribbon: (p) => bow(p, "translate(-100 -138) rotate(-34) scale(.82)"),
  flower: () =>
    group(
      `<g transform="translate(-106 -112) scale(-1 1)">`,
      flower(0, 0, 1, "#ff9ec4"),
      flower(-44, -40, 0.72, "#fff1f6"),
      flower(22, 46, 0.6, "#ffd6e6"),
      "</g>",
    ),
  star: () =>
    `${star("translate(-100 -94) rotate(-14) scale(1.15)")}${star("translate(-58 -136) rotate(8) scale(.62)")}`,
  glasses: (p) =>
    group(
      `<g fill="#ffffff" fill-opacity=".14" stroke="${p.trim.shade}" stroke-width="6.5" stroke-linejoin="round"><rect x="-117" y="-20" width="102" height="98" rx="42"/>`,
      `<rect x="15" y="-20" width="102" height="98" rx="42"/>`,
      `<path d="M-15,20 Q0,10 15,20 M-117,18 L-134,10 M117,18 L134,10" fill="none" stroke-linecap="round"/>`,
      `</g><path d="M-98,4 L-78,-10 M34,4 L54,-10" stroke="#fff" stroke-width="6" stroke-linecap="round" stroke-opacity=".85"/>`,
    ),
};

/** A bow of 140 px around (0, 0). */
function bow(p: IdolPalette, transform: string): string {
  const line = `fill="${p.accent.base}" stroke="${p.accent.line}" stroke-width="4" stroke-linejoin="round"`;
  return group(
    `<g transform="${transform}"><path d="M-6,8 C-16,30 -30,48 -48,58 L-26,66 L-14,80 C-2,54 4,34 4,10Z M6,8 C16,30 30,48 48,58 L26,66 L14,80 C2,54 -4,34 -4,10Z" ${line}/>`,
    `<path d="M0,0 C-22,-38 -62,-50 -76,-34 C-86,-10 -82,22 -70,36 C-48,42 -18,22 0,4 C18,22 48,42 70,36 C82,22 86,-10 76,-34 C62,-50 22,-38 0,0Z" ${line}/>`,
    `<path d="M-62,-24 C-44,-24 -26,-12 -14,0 M62,-24 C44,-24 26,-12 14,0 M-58,22 C-44,20 -30,14 -18,6 M58,22 C44,20 30,14 18,6" fill="none" stroke="${p.accent.light}" stroke-width="5" stroke-linecap="round"/>`,
    `<rect x="-16" y="-16" width="32" height="34" rx="11" ${line}/>`,
    "</g>",
  );
}

function flower(x: number, y: number, scale: number, color: string): string {
  const petals = [0, 72, 144, 216, 288]
    .map(
      (turn) =>
        `<path d="M0,0 C-22,-12 -20,-42 0,-38 C20,-42 22,-12 0,0Z" transform="rotate(${turn})" fill="${color}" stroke="#c4487c" stroke-width="3.4"/>`,
    )
    .join("");
  return group(
    `<g transform="translate(${x} ${y}) scale(${scale})">`,
    petals,
    `<circle r="10" fill="#ffd35c" stroke="#b7791f" stroke-width="3"/>`,
    "</g>",
  );
}

function star(transform: string): string {
  return `<path transform="${transform}" d="M0,-34 L10,-12 L34,-9 L16,8 L21,32 L0,20 L-21,32 L-16,8 L-34,-9 L-10,-12Z" fill="#ffd84d" stroke="#c07f14" stroke-width="5" stroke-linejoin="round"/>`;
}
