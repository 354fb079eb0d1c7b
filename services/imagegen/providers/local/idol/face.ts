import { group } from "../svg.ts";
import type { Expression } from "@guchi/contracts/guchi.ts";
import type { IdolPalette } from "./palette.ts";

/**
 * Face without eyes and brows, in the head's coordinates: (0, 0) lies between the temples, the chin
 * at y 158.
 */
export function drawFace(
  expression: Expression,
  p: IdolPalette,
  { quiet = false }: { readonly quiet?: boolean } = {},
): string {
  return group(
    `<path d="M-126,22 C-150,14 -152,66 -122,74Z" fill="${p.skin}" stroke="${p.skinLine}" stroke-width="3.4"/>`,
    `<path d="M126,22 C150,14 152,66 122,74Z" fill="${p.skin}" stroke="${p.skinLine}" stroke-width="3.4"/>`,
    `<path d="${OUTLINE}" fill="${p.skin}" stroke="${p.skinLine}" stroke-width="3.6"/>`,
    `<path d="${HAIR_SHADOW}" fill="${p.skinShade}" opacity=".75"/>`,
    blush(expression, quiet),
    `
<path d="M-2,72 q5,4 1,7" fill="none" stroke="${p.skinLine}" stroke-width="3" stroke-linecap="round" opacity=".75"/>`,
    quiet ? (CLOSED_MOUTHS[expression] ?? "") : MOUTHS[expression](p),
    expression === "concerned" && !quiet ? SWEAT : "",
  );
}

const OUTLINE =
  "M-128,-30 C-130,36 -124,76 -92,110 C-62,140 -24,158 0,158 C24,158 62,140 92,110 C124,76 130,36 128,-30 C126,-112 72,-152 0,-152 C-72,-152 -126,-112 -128,-30Z";

/** What the fringe throws on the forehead. */
const HAIR_SHADOW =
  "M-126,-34 C-124,-112 -70,-150 0,-150 C70,-150 124,-112 126,-34 L124,14 Q112,-30 96,-46 Q86,-8 62,-6 Q50,-48 34,-62 Q24,-14 -2,-8 Q-18,-46 -34,-62 Q-40,-12 -70,-2 Q-90,-22 -98,-48 Q-112,-30 -124,14Z";

const SWEAT =
  '<path d="M104,-58 C112,-40 122,-32 122,-18 A15,15 0 0 1 92,-18 C92,-32 100,-42 104,-58Z" fill="#bfe6ff" stroke="#5aa4da" stroke-width="3"/><path d="M99,-18 a8,8 0 0 0 7,8" stroke="#fff" stroke-width="4" fill="none" stroke-linecap="round"/>';

const MOUTHS: Readonly<Record<Expression, (p: IdolPalette) => string>> = {
  gentle: ({ skinLine }) =>
    group(
      `<path d="M-20,103 Q0,119 20,103" fill="none" stroke="#a23a4c" stroke-width="4.6" stroke-linecap="round"/>`,
      `<path d="M-7,125 Q0,128 7,125" fill="none" stroke="${skinLine}" stroke-width="2.6" stroke-linecap="round" opacity=".5"/>`,
    ),
  cheerful: () =>
    openMouth(
      "M-33,95 Q0,105 33,95 C33,122 18,140 0,140 C-18,140 -33,122 -33,95Z",
      "M-29,97 Q0,106 29,97 L27,105 Q0,113 -27,105Z",
      134,
    ),
  concerned: () =>
    `<path d="M-12,113 Q-7,104 0,105 Q7,104 12,113 Q6,117 0,116 Q-6,117 -12,113Z" fill="#b5405a" stroke="#8c2c41" stroke-width="3.6" stroke-linejoin="round"/>`,
  wink: () =>
    group(
      openMouth("M-17,104 Q0,112 17,104 C16,122 9,131 0,131 C-9,131 -16,122 -17,104Z", "", 127),
      `<path d="M-28,98 Q-15,113 0,102 Q15,113 28,98" fill="none" stroke="#8c2c41" stroke-width="4.6" stroke-linecap="round" stroke-linejoin="round"/>`,
    ),
  determined: () =>
    openMouth("M-25,101 Q6,106 31,93 C32,112 20,125 6,125 C-10,125 -22,114 -25,101Z", "M12,103 L23,98 L19,110Z", 121),
};

/** For what is grave: neither a smile that shows nor lips apart. */
const CLOSED_MOUTHS: Readonly<Partial<Record<Expression, string>>> = {
  gentle: closedMouth("M-14,108 Q0,114 14,108"),
  concerned: closedMouth("M-13,112 Q0,107 13,112"),
};

function closedMouth(d: string): string {
  return `<path d="${d}" fill="none" stroke="#a23a4c" stroke-width="4.4" stroke-linecap="round"/>`;
}

function openMouth(lips: string, teeth: string, tongueY: number): string {
  return group(
    `<clipPath id="mouth"><path d="${lips}"/>`,
    `</clipPath><path d="${lips}" fill="#a92f49"/>`,
    `<g clip-path="url(#mouth)"><ellipse cx="1" cy="${tongueY}" rx="20" ry="14" fill="#ff8a94"/>`,
    teeth === "" ? "" : `<path d="${teeth}" fill="#fff"/>`,
    `</g><path d="${lips}" fill="none" stroke="#8c2c41" stroke-width="4" stroke-linejoin="round"/>`,
  );
}

function blush(expression: Expression, quiet: boolean): string {
  const strength = quiet ? 0.4 : expression === "determined" ? 0.5 : 0.72;
  const cheek = (x: number): string =>
    group(
      `<ellipse cx="${x}" cy="88" rx="34" ry="20" fill="url(#blush)" opacity="${strength}"/>`,
      quiet
        ? ""
        : `<path d="M${x - 14},93 l5,-11 M${x},95 l5,-11 M${x + 14},93 l5,-11" stroke="#f0646f" stroke-width="3" stroke-linecap="round" opacity="${strength * 0.8}"/>`,
    );
  return cheek(-82) + cheek(80);
}
