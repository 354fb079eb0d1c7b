import { group } from "../svg.ts";
import type { Expression } from "@guchi/contracts/guchi.ts";
import type { IdolPalette } from "./palette.ts";

/**
 * Both arms up to the wrist, in the figure's coordinates; drawn before the sleeves, which they come
 * out of.
 */
export function drawArms(expression: Expression, p: IdolPalette): string {
  return RAISED_HAND[expression] === undefined
    ? arm("M-164,320 Q-180,428 -150,444 Q-90,436 -30,400", p) + arm("M164,320 Q180,428 150,444 Q90,436 30,408", p)
    : arm("M-164,320 Q-186,420 -158,440 Q-120,430 -78,384", p) + arm("M164,320 Q196,424 228,410 Q250,350 242,296", p);
}

/** The microphone and both hands, in the figure's coordinates; drawn last. */
export function drawHands(expression: Expression, p: IdolPalette): string {
  const raised = RAISED_HAND[expression];
  if (raised === undefined) {
    return group(
      microphone("translate(0 372) rotate(4)", p),
      gripHand("translate(-6 376) rotate(14)", p),
      gripHand("translate(6 408) rotate(-14)", p),
    );
  }
  return group(
    microphone("translate(-66 366) rotate(-12)", p),
    gripHand("translate(-70 374) rotate(-12)", p),
    cuff("translate(243 312) rotate(-4)", p),
    `<g transform="translate(241 264) rotate(6)">`,
    raised(p),
    "</g>",
  );
}

/** The hand that is free of the microphone: it waves, makes a peace sign, or a fist. */
const RAISED_HAND: Readonly<Record<Expression, ((p: IdolPalette) => string) | undefined>> = {
  gentle: undefined,
  concerned: undefined,
  cheerful: (p) => fingers("M-26,14 L-56,-8 M-20,-6 L-32,-56 M-4,-12 L-6,-68 M12,-10 L20,-62 M24,0 L40,-42", p),
  wink: (p) => fingers("M-10,-6 L-28,-68 M10,-8 L22,-70", p) + curled(p),
  determined: fist,
};

/**
 * Skin strokes twice, the wider one as outline: joints of limb and fingers then need no outline of
 * their own.
 */
function strokes(d: string, width: number, p: IdolPalette): string {
  const common = `d="${d}" fill="none" stroke-linecap="round" stroke-linejoin="round"`;
  return group(
    `<path ${common} stroke="${p.skinLine}" stroke-width="${width + 7}"/>`,
    `<path ${common} stroke="${p.skin}" stroke-width="${width}"/>`,
  );
}

function arm(d: string, p: IdolPalette): string {
  return strokes(d, 46, p);
}

function cuff(transform: string, p: IdolPalette): string {
  return group(
    `<g transform="${transform}"><rect x="-31" y="-13" width="62" height="26" rx="11" fill="#fffafc" stroke="${p.outfitLine}" stroke-width="4"/>`,
    `<path d="M-20,0 H20" stroke="${p.trim}" stroke-width="5" stroke-linecap="round"/>`,
    "</g>",
  );
}

function fingers(d: string, p: IdolPalette): string {
  const palm = `<ellipse cx="2" cy="10" rx="30" ry="29"`;
  return group(
    `<path d="${d}" fill="none" stroke-linecap="round" stroke="${p.skinLine}" stroke-width="25"/>${palm} fill="${p.skin}" stroke="${p.skinLine}" stroke-width="7"/>`,
    `<path d="${d}" fill="none" stroke-linecap="round" stroke="${p.skin}" stroke-width="18"/>${palm} fill="${p.skin}"/>`,
  );
}

/** Fingers folded on the palm. */
function curled(p: IdolPalette): string {
  return `<path d="M-18,4 Q-20,24 -6,24 M2,4 Q0,25 12,24 M18,2 Q20,20 28,18 M-24,10 Q-6,34 14,30" fill="none" stroke="${p.skinLine}" stroke-width="3.4" stroke-linecap="round"/>`;
}

function microphone(transform: string, p: IdolPalette): string {
  return group(
    `<g transform="${transform}"><path d="M-13,-50 L13,-50 L9,88 L-9,88Z" fill="#4a4460" stroke="#241a33" stroke-width="4" stroke-linejoin="round"/>`,
    `<path d="M-6,-44 L-4,80" stroke="#8f88ab" stroke-width="4" stroke-linecap="round"/>`,
    `<circle cy="-80" r="35" fill="#e9e6f4" stroke="#241a33" stroke-width="4"/>`,
    `<path d="M-30,-94 Q0,-80 30,-94 M-34,-76 Q0,-60 34,-76 M-12,-112 Q-20,-80 -10,-48 M12,-112 Q20,-80 10,-48" fill="none" stroke="#b3accb" stroke-width="3"/>`,
    `<circle cx="-12" cy="-92" r="8" fill="#fff"/>`,
    `<rect x="-22" y="-58" width="44" height="18" rx="9" fill="${p.trim}" stroke="#241a33" stroke-width="4"/>`,
    "</g>",
  );
}

export function gripHand(transform: string, p: IdolPalette): string {
  const d = "M-20,-12 H20 M-22,6 H21 M-20,24 H18";
  return group(
    `<g transform="${transform}"><path d="${d}" stroke="${p.skinLine}" stroke-width="27" stroke-linecap="round"/>`,
    `<path d="${d}" stroke="${p.skin}" stroke-width="20" stroke-linecap="round"/>`,
    `<path d="M-24,-3 H18 M-24,15 H16" stroke="${p.skinLine}" stroke-width="2.6" stroke-linecap="round"/>`,
    "</g>",
  );
}

function fist(p: IdolPalette): string {
  const d = "M-21,-14 V8 M-7,-20 V8 M8,-20 V8 M22,-13 V8";
  return group(
    `<rect x="-30" y="-8" width="61" height="46" rx="21" fill="${p.skin}" stroke="${p.skinLine}" stroke-width="3.5"/>`,
    `<path d="${d}" fill="none" stroke="${p.skinLine}" stroke-width="21" stroke-linecap="round"/>`,
    `<path d="${d}" fill="none" stroke="${p.skin}" stroke-width="14.5" stroke-linecap="round"/>`,
    `<path d="M-24,22 Q-4,28 14,16" fill="none" stroke="${p.skinLine}" stroke-width="23" stroke-linecap="round"/>`,
    `<path d="M-24,22 Q-4,28 14,16" fill="none" stroke="${p.skin}" stroke-width="16.5" stroke-linecap="round"/>`,
  );
}
