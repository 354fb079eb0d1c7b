import { group } from "../svg.ts";
import type { Expression } from "@guchi/contracts/guchi.ts";
import { mix } from "../color.ts";
import type { IdolPalette } from "./palette.ts";

const EYE_X = 63;
const EYE_Y = 30;

/** Gradients and clip paths that the eyes refer to. */
export function eyeDefs(p: IdolPalette): string {
  return group(
    `<linearGradient id="iris" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${p.eyeDark}"/>`,
    `<stop offset=".45" stop-color="${p.eye}"/>`,
    `<stop offset="1" stop-color="${mix(p.eye, "#ffe08a", 0.7)}"/>`,
    `</linearGradient>
<clipPath id="eye-right"><path d="${EYE_WHITE}"/>`,
    `</clipPath>
<clipPath id="eye-left"><path d="${EYE_WHITE}" transform="scale(-1 1)"/>`,
    "</clipPath>",
  );
}

/** Both eyes, in the head's coordinates. */
export function drawEyes(expression: Expression, p: IdolPalette): string {
  const left = open(-1, expression, p);
  const right = expression === "wink" ? winking(p) : open(1, expression, p);
  return group(
    `<g transform="translate(${-EYE_X} ${EYE_Y})">`,
    left,
    `</g><g transform="translate(${EYE_X} ${EYE_Y})">`,
    right,
    "</g>",
  );
}

/** Eyebrows; drawn over the fringe, as anime does, or the face would lose its mood. */
export function drawBrows(expression: Expression, p: IdolPalette): string {
  const brow = BROWS[expression];
  // The lighter line below keeps the brow visible on dark hair.
  const pair = (attributes: string): string =>
    group(
      `<g fill="none" stroke-linecap="round" ${attributes}><path d="${brow}" transform="translate(${EYE_X} -33)"/>`,
      `<path d="${brow}" transform="translate(${-EYE_X} -33) scale(-1 1)"/>`,
      "</g>",
    );
  return (
    pair(`stroke="${p.hairLight}" stroke-width="10.5" opacity=".42"`) +
    pair(`stroke="${p.hairLine}" stroke-width="6.5"`)
  );
}

/** Outer corner at +x. */
const EYE_WHITE = "M-37,2 C-34,-32 20,-48 38,-14 C42,14 28,42 2,44 C-22,44 -38,26 -37,2Z";
const UPPER_LASH = "M-42,6 C-40,-38 20,-58 41,-24 C46,-22 52,-25 55,-31 C57,-18 51,-9 43,-6 C28,-38 -22,-36 -42,6Z";

const BROWS: Readonly<Record<Expression, string>> = {
  gentle: "M-26,0 Q2,-13 30,2",
  cheerful: "M-26,-6 Q2,-22 30,-6",
  concerned: "M-28,-14 Q0,-11 28,6",
  wink: "M-26,-4 Q2,-19 30,-3",
  determined: "M-28,8 Q4,-8 30,-9",
};

function open(side: 1 | -1, expression: Expression, p: IdolPalette): string {
  const mirror = side === 1 ? "" : ' transform="scale(-1 1)"';
  const clip = side === 1 ? "eye-right" : "eye-left";
  const gaze = side * -3;
  const teary = expression === "concerned";
  return group(
    `<path d="${EYE_WHITE}" fill="#fffdfd"${mirror}/>`,
    `<g clip-path="url(#${clip})">
<ellipse cx="${gaze}" cy="2" rx="29" ry="40" fill="url(#iris)" stroke="${p.eyeDark}" stroke-width="4"/>`,
    `<ellipse cx="${gaze}" cy="-1" rx="13" ry="20" fill="${p.eyeDark}"/>`,
    `<path d="M${gaze - 21},18 Q${gaze},${teary ? 24 : 32} ${gaze + 21},18 Q${gaze + 16},40 ${gaze},40 Q${gaze - 16},40 ${gaze - 21},18Z" fill="#ffffff" opacity=".34"/>`,
    `<path d="${EYE_WHITE}" fill="none" stroke="#8b6fb0" stroke-opacity=".35" stroke-width="16" transform="${side === 1 ? "" : "scale(-1 1) "}translate(0 -14)"/>`,
    `<ellipse cx="${gaze - 10}" cy="-14" rx="11" ry="13" fill="#ffffff" transform="rotate(14 ${gaze - 10} -14)"/>`,
    `<circle cx="${gaze + 12}" cy="17" r="6" fill="#ffffff"/>`,
    `<circle cx="${gaze - 13}" cy="12" r="3" fill="#ffffff" opacity=".9"/>`,
    teary ? `<ellipse cx="${gaze - 2}" cy="36" rx="17" ry="6" fill="#ffffff" opacity=".75"/>` : "",
    `</g>
<g${mirror}><path d="${UPPER_LASH}" fill="${p.lash}"/>`,
    `<path d="M42,-12 L53,-11 L40,2Z" fill="${p.lash}"/>`,
    `<path d="M-18,45 Q6,50 27,36" fill="none" stroke="${p.lash}" stroke-width="3.6" stroke-linecap="round" opacity=".8"/>`,
    `<path d="M-30,-34 Q0,-56 32,-41" fill="none" stroke="${p.skinLine}" stroke-width="2.6" stroke-linecap="round" opacity=".65"/>`,
    "</g>",
  );
}

function winking(p: IdolPalette): string {
  return group(
    `<path d="M-38,20 C-24,-16 26,-18 42,16" fill="none" stroke="${p.lash}" stroke-width="10" stroke-linecap="round"/>`,
    `<path d="M39,10 L54,4 M34,1 L47,-9" fill="none" stroke="${p.lash}" stroke-width="6" stroke-linecap="round"/>`,
    `<path d="M-24,-26 Q4,-40 32,-26" fill="none" stroke="${p.skinLine}" stroke-width="2.6" stroke-linecap="round" opacity=".6"/>`,
  );
}
