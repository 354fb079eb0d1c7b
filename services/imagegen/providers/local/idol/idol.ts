import type { TimeOfDay } from "@guchi/contracts/guchi.ts";
import type { Look } from "@guchi/contracts/look.ts";
import { group } from "../svg.ts";
import { drawAccessory } from "./accessory.ts";
import { drawArm } from "./arms.ts";
import { drawBrows, drawEyes, eyeDefs } from "./eyes.ts";
import { drawFace } from "./face.ts";
import { type Face, FACES, quieted } from "./faces.ts";
import { drawBackHair } from "./hair-back.ts";
import { drawFrontHair } from "./hair-front.ts";
import { HELD_DEFS, heldIn } from "./held.ts";
import { drawLower } from "./lower.ts";
import { clothesOf } from "./outfits.ts";
import { idolPalette, type IdolPalette } from "./palette.ts";
import { POSES } from "./poses.ts";
import { isOutdoors } from "../scene/scene.ts";

/** A long neck looks grown up and cold. */
const CHIN_DOWN = 16;

/** What she holds behind herself, under everything else, and herself. */
interface Figure {
  readonly behind: string;
  readonly body: string;
}

/**
 * The idol as SVG. Her own coordinates: the middle of the face is (0, 0), the crown at y -232, the
 * chin at y 138, the shoulders 190 wide, the lowest point where `FLOOR` of her stance says.
 */
export function drawIdol(look: Omit<Look, "description">, time: TimeOfDay): Figure {
  const p = idolPalette(look, time);
  const pose = POSES[look.pose];
  const face = look.scene === "quiet" ? quieted(FACES[look.expression]) : FACES[look.expression];
  const clothes = clothesOf(look.outfit, p);
  const held = heldIn(look.pose);
  const setting = { outdoors: isOutdoors(look.place), quiet: look.scene === "quiet" };
  const arm = (side: 1 | -1, layer: "over" | "behind" | undefined): string => {
    const data = side === 1 ? pose.right : pose.left;
    return data.layer === layer ? drawArm(side, data, clothes.sleeve, p) : "";
  };
  const arms = (layer?: "over" | "behind"): string => arm(-1, layer) + arm(1, layer);
  const head = `<g transform="translate(0 ${150 + CHIN_DOWN}) rotate(${pose.tilt}) translate(0 -150)">`;
  const behind = group(`<defs>${defs(face, p)}</defs>`, held.behind?.(p, setting) ?? "");
  const body = group(
    `<g transform="translate(0 380) rotate(${pose.lean}) translate(0 -380)">${head}${drawBackHair(look.hairStyle, pose.sway ?? 0, p)}</g></g>`,
    drawLower(pose.stance, clothes, p),
    `<g transform="translate(0 380) rotate(${pose.lean}) translate(0 -380)">`,
    arms("behind"),
    clothes.back ?? "",
    neck(p),
    clothes.top,
    held.body?.(p) ?? "",
    arms(),
    clothes.collar,
    head,
    drawFace(face, pose.turn, p),
    `<g transform="translate(${pose.turn * 15} 0)">${drawEyes(face, pose.turn, p)}</g>`,
    drawFrontHair(look.hairStyle, pose.turn, p),
    `<g transform="translate(${pose.turn * 15} 0)">${drawBrows(face, pose.turn, p)}</g>`,
    drawAccessory(look.accessory, p),
    "</g>",
    held.chest?.(p, setting) ?? "",
    arms("over"),
    held.front?.(p) ?? "",
    "</g>",
  );
  return { behind, body };
}

function neck(p: IdolPalette): string {
  return group(
    `<path d="M-25,118L-26,164C-40,172 -50,174 -60,178L0,226L60,178C50,174 40,172 26,164L25,118Z" fill="${p.skin}" stroke="${p.skinLine}" stroke-width="3.6"/>`,
    `<path d="M-25,132C-8,148 10,150 25,136L26,164C12,178 -12,176 -26,160Z" fill="${p.skinShade}"/>`,
  );
}

function defs(face: Face, p: IdolPalette): string {
  return group(
    `<linearGradient id="hair" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${p.hairTop}"/><stop offset=".5" stop-color="${p.hair}"/><stop offset="1" stop-color="${p.hairShade}"/></linearGradient>`,
    `<radialGradient id="blush"><stop offset="0" stop-color="#ff7d8a" stop-opacity=".8"/><stop offset="1" stop-color="#ff7d8a" stop-opacity="0"/></radialGradient>`,
    HELD_DEFS,
    eyeDefs(face, p),
  );
}
