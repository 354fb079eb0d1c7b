import { disc, elbow, type Knot, n, type Point, ribbon, taper } from "../curve.ts";
import { group } from "../svg.ts";
import { drawHand, type HandShape } from "./hands.ts";
import type { Fabric, IdolPalette } from "./palette.ts";

/** Where a hand is and what it does; the rig finds the elbow. In the figure's coordinates. */
export interface Arm {
  readonly wrist: Point;
  readonly hand: HandShape;
  /** Degrees that the fingers point to: 0 up, 90 to the right. */
  readonly points: number;
  /** The side on which the elbow bends: 1 or -1. */
  readonly bend: 1 | -1;
  /** How long the arm looks, 0 to 1: what points at us is short. */
  readonly length?: number;
  /** Thumb on the other side. */
  readonly flip?: true;
  /** Behind the body, before it, or before the head too. */
  readonly layer?: "behind" | "over";
}

/** How an outfit covers an arm. */
export interface Sleeve {
  readonly fabric: Fabric;
  readonly length: "short" | "long";
  readonly cuff: Fabric;
  /** px at shoulder, elbow and wrist. */
  readonly widths: readonly [shoulder: number, elbow: number, wrist: number];
}

const SHOULDER: Point = [76, 212];
const BONES: Point = [112, 104];
const SKIN_WIDTHS = [42, 39, 31] as const;

/** One arm with its hand; `side` -1 is the left one as we see it. */
export function drawArm(side: 1 | -1, arm: Arm, sleeve: Sleeve, p: IdolPalette): string {
  const shoulder: Point = [SHOULDER[0] * side, SHOULDER[1]];
  const { length = 1 } = arm;
  const bones = elbow(shoulder, arm.wrist, [BONES[0] * length, BONES[1] * length], arm.bend);
  const joints = [shoulder, bones.elbow, bones.end] as const;
  const skin: Fabric = { base: p.skin, shade: p.skinShade, light: p.skin, line: p.skinLine };
  const hand = `<g transform="translate(${n(bones.end[0])} ${n(bones.end[1])}) rotate(${arm.points}) scale(${(side === 1) === (arm.flip === true) ? 1.16 : -1.16} 1.16)">${drawHand(arm.hand, p)}</g>`;
  return sleeve.length === "long"
    ? group(
        hand,
        limb([shoulder, bones.elbow, back(bones.elbow, bones.end, 12)], sleeve.widths, sleeve.fabric),
        seam(side, sleeve),
        cuff(joints, sleeve),
      )
    : group(limb(joints, SKIN_WIDTHS, skin), hand, wristSkin(joints, p), puff(joints, sleeve));
}

/**
 * Upper and lower arm with one tone of shade; the lower one lies over the upper one, without a seam
 * at the elbow.
 */
function limb(
  [shoulder, joint, wrist]: readonly [Point, Point, Point],
  [top, middle, bottom]: readonly [number, number, number],
  fabric: Fabric,
): string {
  const line = `fill="${fabric.base}" stroke="${fabric.line}" stroke-width="4"`;
  const upper = ribbon([
    [...shoulder, top],
    [...joint, middle],
  ]);
  const lower = ribbon([
    [...joint, middle],
    [...wrist, bottom],
  ]);
  return group(
    `<path d="${upper}" ${line}/>`,
    shade(shoulder, joint, top, middle, fabric),
    `<path d="${lower}" ${line}/>`,
    `<path d="${disc(joint[0], joint[1], middle / 2 - 1.6)}" fill="${fabric.base}"/>`,
    shade(joint, wrist, middle, bottom, fabric),
  );
}

function shade(from: Point, to: Point, wide: number, narrow: number, fabric: Fabric): string {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  const normal: Point = [-(to[1] - from[1]) / length, (to[0] - from[0]) / length];
  const side = normal[1] + normal[0] * 0.4 > 0 ? 1 : -1; // light comes from above and the left
  const aside = (share: number, thick: number): Knot => {
    const width = wide + (narrow - wide) * share;
    const off = side * width * (0.46 - thick / 2);
    const at = (axis: 0 | 1) => from[axis] + (to[axis] - from[axis]) * share + normal[axis] * off;
    return [at(0), at(1), width * thick];
  };
  return `<path d="${ribbon([aside(0, 0), aside(0.3, 0.3), aside(0.7, 0.32), aside(1, 0)])}" fill="${fabric.shade}" fill-opacity=".75"/>`;
}

/** The place that far before the end of a bone. */
function back(from: Point, to: Point, px: number): Point {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  return [to[0] - ((to[0] - from[0]) * px) / length, to[1] - ((to[1] - from[1]) * px) / length];
}

/** Arm and hand are one skin: no line at the wrist. */
function wristSkin([, joint, wrist]: readonly [Point, Point, Point], p: IdolPalette): string {
  return `<path d="${ribbon([
    [...back(joint, wrist, 18), 28],
    [...wrist, 25],
    [...back(joint, wrist, -8), 24],
  ])}" fill="${p.skin}"/>`;
}

/** Hides where the arm's round end lies on the body. */
function seam(side: 1 | -1, { widths: [top], fabric }: Sleeve): string {
  return `<path d="${disc(SHOULDER[0] * side - side * 5, SHOULDER[1] + 4, top / 2 - 3)}" fill="${fabric.base}"/>`;
}

function cuff([, joint, wrist]: readonly [Point, Point, Point], sleeve: Sleeve): string {
  const turn = turnOf(joint, wrist);
  const width = sleeve.widths[2];
  const { base, line, shade: dark } = sleeve.cuff;
  return group(
    `<g transform="translate(${n(wrist[0])} ${n(wrist[1])}) rotate(${n(turn)}) translate(0 -4)"><path d="M${-width / 2 - 3},14C${-width / 2 - 5},4 ${-width / 2 - 4},-6 ${-width / 2 - 1},-10Q0,-15 ${width / 2 + 1},-10C${width / 2 + 4},-6 ${width / 2 + 5},4 ${width / 2 + 3},14Q0,9 ${-width / 2 - 3},14Z" fill="${base}" stroke="${line}" stroke-width="4" stroke-linejoin="round"/>`,
    `<path d="${taper(
      [
        [-width / 2 + 2, 4],
        [0, -1],
        [width / 2 - 2, 4],
      ],
      3.4,
    )}" fill="${dark}"/></g>`,
  );
}

/** A puffed short sleeve with its band. */
function puff([shoulder, joint]: readonly [Point, Point, Point], sleeve: Sleeve): string {
  const { fabric, cuff: band } = sleeve;
  const line = `stroke="${fabric.line}" stroke-width="4" stroke-linejoin="round"`;
  return group(
    `<g transform="translate(${n(shoulder[0])} ${n(shoulder[1])}) rotate(${n(turnOf(shoulder, joint) + 180)})">`,
    `<path d="M-24,56C-30,60 -30,70 -22,74Q-11,80 0,75Q11,80 22,74C30,70 30,60 24,56Z" fill="${band.base}" stroke="${band.line}" stroke-width="3.6"/>`,
    `<path d="M-22,-18C-40,-2 -46,30 -32,56C-16,66 16,66 32,56C46,30 40,-2 22,-18C10,-28 -10,-28 -22,-18Z" fill="${fabric.base}" ${line}/>`,
    `<path d="M26,-10C38,8 40,32 30,52C20,58 10,60 2,60C22,46 28,20 26,-10Z" fill="${fabric.shade}" fill-opacity=".7"/>`,
    `<path d="${taper("-14,4 -18,28 -12,54", 4)}${taper("6,14 8,34 6,56", 4)}" fill="${fabric.shade}"/>`,
    `<path d="${taper("-26,-4 -34,16 -30,36", 7)}" fill="${fabric.light}" fill-opacity=".8"/></g>`,
  );
}

/** Degrees by which something upright must turn to point from one place to the other. */
function turnOf(from: Point, to: Point): number {
  return (Math.atan2(to[0] - from[0], from[1] - to[1]) * 180) / Math.PI;
}
