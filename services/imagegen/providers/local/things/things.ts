import type { Look } from "@guchi/contracts/look.ts";
import { group } from "../svg.ts";
import { LIFE_THINGS } from "./life.ts";
import type { Part } from "./part.ts";
import { WORK_THINGS } from "./work.ts";

type Thing = NonNullable<Look["thing"]>;

const THINGS: Readonly<Record<Thing, readonly Part[]>> = { ...WORK_THINGS, ...LIFE_THINGS };
const INK = "#5a3a5c";

/** A thing as a sticker with a white border, `size` px wide and high round (x, y). */
export function drawThing(thing: Thing, x: number, y: number, size: number, turn: number): string {
  const parts = THINGS[thing];
  return group(
    `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${size / 110})" stroke-linecap="round" stroke-linejoin="round">`,
    `<g fill="#3a1f5c" stroke="#3a1f5c" opacity=".2" transform="translate(3 6)">${parts.map((part) => flat(part)).join("")}</g>`,
    `<g fill="#fff" stroke="#fff">${parts.map((part) => flat(part)).join("")}</g>`,
    parts.map(drawn).join(""),
    "</g>",
  );
}

function flat([d, , width]: Part): string {
  return `<path d="${d}"${width === undefined ? "" : ' fill="none"'} stroke-width="${(width ?? 0) + 15}"/>`;
}

function drawn([d, color, width]: Part): string {
  return width === undefined
    ? `<path d="${d}" fill="${color}" stroke="${INK}" stroke-width="3.200"/>`
    : `<path d="${d}" fill="none" stroke="${color}" stroke-width="${width}"/>`;
}
