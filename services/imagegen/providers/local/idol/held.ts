import type { Pose } from "@guchi/contracts/look.ts";
import { disc, rounded, taper } from "../curve.ts";
import { group } from "../svg.ts";
import { drawHand } from "./hands.ts";
import type { Fabric, IdolPalette } from "./palette.ts";

interface Setting {
  readonly outdoors: boolean;
  /** For what is grave: nothing cute. */
  readonly quiet: boolean;
}

/** What a pose needs besides her: behind her, before her body, and before her hands. */
interface Held {
  readonly behind?: (p: IdolPalette, setting: Setting) => string;
  readonly body?: (p: IdolPalette) => string;
  /** Over her chest and chin, under hands that lie over it. */
  readonly chest?: (p: IdolPalette, setting: Setting) => string;
  readonly front?: (p: IdolPalette) => string;
}

export function heldIn(pose: Pose): Held {
  return HELD[pose] ?? {};
}

function line(fabric: Fabric, width = 4): string {
  return `stroke="${fabric.line}" stroke-width="${width}" stroke-linejoin="round"`;
}

const HEART = "M0,9C-14,-1 -10,-11 -4.5,-10C-2,-9.600 -.6,-8 0,-6C.6,-8 2,-9.600 4.5,-10C10,-11 14,-1 0,9Z";

const HELD: Readonly<Partial<Record<Pose, Held>>> = {
  tea: {
    chest: (p, { quiet }) =>
      group(
        '<g transform="translate(0 -48) scale(1.120)">',
        `<path d="M-46,276H46C48,316 42,356 30,364C10,370 -10,370 -30,364C-42,356 -48,316 -46,276Z" fill="${p.accent.base}" ${line(p.accent)}/>`,
        `<path d="M20,276H46C48,316 42,356 30,364C22,367 12,368 4,368C20,340 24,308 20,276Z" fill="${p.accent.shade}" fill-opacity=".6"/>`,
        `<path d="${disc(0, 277, 46, 11)}" fill="${p.white.base}" ${line(p.white)}/><path d="${disc(0, 278, 37, 7)}" fill="#b5793f"/>`,
        quiet ? "" : `<path transform="translate(0 324) scale(1.700)" d="${HEART}" fill="#fff"/>`,
        "</g>",
      ),
    front: () =>
      `<path d="${taper("-16,252 -28,230 -12,208 -24,184", 11)}${taper(
        "16,254 4,232 20,210 8,180",
        11,
      )}" fill="#ffffff" fill-opacity=".8"/>`,
  },
  cushion: {
    chest: (p) =>
      group(
        '<g transform="translate(0 -14)">',
        `<path d="M-142,250C-152,234 -132,222 -114,236C-60,224 60,224 114,232C134,220 152,234 142,250C152,304 152,384 138,440C146,458 126,468 110,454C60,468 -60,468 -110,456C-128,468 -148,456 -138,440C-152,384 -152,304 -142,250Z" fill="${p.accent.light}" ${line(p.accent)}/>`,
        `<path d="M142,250C152,304 152,384 138,440C146,458 126,468 110,454C60,468 -60,468 -110,456C-120,462 -132,460 -138,452C-60,444 66,446 108,426C120,372 122,310 118,254C124,240 136,240 142,250Z" fill="${p.accent.base}" fill-opacity=".75"/>`,
        `<path d="${taper("-126,252 -110,266 -98,288", 5)}${taper("126,250 112,266 102,288", 5)}${taper(
          "-118,442 -104,426 -94,408",
          5,
        )}" fill="${p.accent.shade}"/>`,
        `<path transform="translate(-66 400) scale(2)" d="${HEART}" fill="${p.accent.base}"/></g>`,
      ),
  },
  umbrella: {
    behind: (p) =>
      group(
        `<g transform="translate(66 -42) rotate(7) scale(.96)"><path d="M-330,20C-320,-150 -170,-262 0,-262C170,-262 320,-150 330,20C290,-22 240,-22 206,14C160,-30 110,-30 70,8C30,-28 -30,-28 -70,8C-110,-30 -160,-30 -206,14C-240,-22 -290,-22 -330,20Z" fill="${p.accent.base}" ${line(p.accent, 5)}/>`,
        `<path d="M330,20C290,-22 240,-22 206,14C160,-30 110,-30 70,8C76,-110 40,-220 0,-262C170,-262 320,-150 330,20Z" fill="${p.accent.shade}" fill-opacity=".55"/>`,
        `<path d="M-206,14C-190,-110 -110,-230 0,-262C-50,-200 -76,-100 -70,8C-110,-30 -160,-30 -206,14Z" fill="${p.accent.light}" fill-opacity=".6"/>`,
        `<path d="M206,14C196,-110 110,-230 0,-262C50,-200 80,-110 70,8M-206,14C-190,-110 -110,-230 0,-262C-50,-200 -76,-100 -70,8" fill="none" ${line(p.accent, 3.4)}/><path d="M0,-262V-286" stroke="${p.accent.line}" stroke-width="9" stroke-linecap="round"/></g>`,
        `<path d="M96,-250L124,330" stroke="#5d4a52" stroke-width="11" stroke-linecap="round"/>`,
      ),
    body: () =>
      `<path d="M112,60L124,350C126,380 96,384 94,360" fill="none" stroke="#4b3840" stroke-width="15" stroke-linecap="round"/><path d="M112,60L124,350C126,380 96,384 94,360" fill="none" stroke="#8d6a58" stroke-width="8" stroke-linecap="round"/>`,
  },
  lantern: {
    behind: () => `<path d="${disc(176, 320, 190)}" fill="url(#lantern)"/>`,
    front: (p) =>
      group(
        `<path d="M146,252C146,224 206,224 206,252" fill="none" stroke="#5a4636" stroke-width="6" transform="translate(-2 -46)"/>`,
        `<path d="M144,254L136,238H212L204,254Z" fill="#7a5a42" stroke="#4a3426" stroke-width="4" stroke-linejoin="round"/><path d="M174,238V200" stroke="#5a4636" stroke-width="5"/>`,
        `<path d="M138,256H210L218,352H130Z" fill="#fff0c0" stroke="#4a3426" stroke-width="5" stroke-linejoin="round"/>`,
        `<path d="M174,276C196,304 194,338 174,342C154,338 152,304 174,276Z" fill="#ffb347"/><path d="M174,300C184,314 184,336 174,338C164,336 164,314 174,300Z" fill="#fff6d8"/>`,
        `<path d="M162,256L158,352M186,256L190,352" stroke="#7a5a42" stroke-width="3.4"/>`,
        `<path d="${rounded(122, 350, 104, 18, 7)}" fill="#7a5a42" stroke="#4a3426" stroke-width="4"/>`,
        `<path d="${disc(174, 308, 74)}" fill="url(#lantern)" fill-opacity=".7"/><path d="${disc(0, 0, 0.1)}" fill="${p.skin}"/>`,
      ),
  },
  "chin-on-hands": {
    front: (p) =>
      group(
        `<path d="M-700,318H700V420H-700Z" fill="#d9a676"/><path d="M-700,318H700V336H-700Z" fill="#efc99b"/><path d="M-700,318H700" stroke="#7f5236" stroke-width="5"/><path d="M-700,420H700V900H-700Z" fill="#b98355"/><path d="M-700,420H700V434H-700Z" fill="#9c6a42"/>`,
        `<path d="${disc(0, 0, 0.1)}" fill="${p.skin}"/>`,
      ),
  },
  blanket: {
    front: (p) =>
      group(
        `<path d="M-30,168C-70,172 -128,196 -150,262C-176,350 -196,440 -226,516C-140,540 -60,534 -16,520L-6,250Z" fill="${p.accent.light}" ${line(p.accent)}/>`,
        `<path d="M30,168C70,172 128,196 150,262C176,350 196,440 226,516C140,540 60,534 16,520L6,250Z" fill="${p.accent.light}" ${line(p.accent)}/>`,
        `<path d="M150,262C176,350 196,440 226,516C160,532 100,534 60,530C120,480 150,380 150,262Z" fill="${p.accent.base}" fill-opacity=".7"/>`,
        `<path d="${taper("-96,230 -120,340 -142,500", 8)}${taper("-48,260 -58,380 -68,510", 7)}${taper(
          "50,260 58,380 66,510",
          7,
        )}" fill="${p.accent.base}"/>`,
        `<path d="M-34,162C-70,172 -88,196 -84,216C-56,232 -24,240 0,252C24,240 56,232 84,216C88,196 70,172 34,162C24,186 -24,186 -34,162Z" fill="${p.accent.light}" ${line(p.accent)}/>`,
        `<path d="${taper("-72,200 -36,214 -6,236", 6)}${taper("72,200 36,214 6,236", 6)}" fill="${p.accent.base}"/>`,
        `<g transform="translate(-20 318) rotate(-8) scale(-1.100 1.100)">${drawHand("grip", p)}</g><g transform="translate(24 322) rotate(8) scale(1.100)">${drawHand("grip", p)}</g>`,
      ),
  },
  handkerchief: {
    chest: (p, { quiet }) =>
      group(
        `<g transform="translate(172 192) rotate(10)"><path d="M-46,-30L42,-40C50,-10 52,20 46,46L-40,50C-50,24 -50,-4 -46,-30Z" fill="${p.white.base}" ${line(p.white)}/>`,
        `<path d="M-2,6L46,46L-40,50Z" fill="${p.white.shade}" fill-opacity=".7"/><path d="M-38,-22L34,-30C40,-8 42,16 38,36L-34,40" fill="none" stroke="${p.accent.light}" stroke-width="5"/>`,
        quiet ? "" : `<path transform="translate(-14 18)" d="${HEART}" fill="${p.accent.base}"/>`,
        "</g>",
      ),
  },
  beside: { behind: (p, { outdoors }) => (outdoors ? BENCH : sofa(p)) },
};

/** A soft light that several things throw. */
export const HELD_DEFS = `<radialGradient id="lantern"><stop offset="0" stop-color="#ffe6a0" stop-opacity=".85"/><stop offset=".5" stop-color="#ffd27a" stop-opacity=".3"/><stop offset="1" stop-color="#ffd27a" stop-opacity="0"/></radialGradient>`;

const WOOD = 'stroke="#74492d" stroke-width="5"';
const BENCH = group(
  `<path d="M-430,330H620V372H-430Z" fill="#c78f5e" ${WOOD}/><path d="M-430,330H620V342H-430Z" fill="#e3b483"/>`,
  `<path d="M-430,424H620V462H-430Z" fill="#b87f50" ${WOOD}/><path d="M-430,424H620V436H-430Z" fill="#dba974"/>`,
  '<path d="M-370,462V660M540,462V660" stroke="#74492d" stroke-width="26"/><path d="M-370,462V660M540,462V660" stroke="#8f6040" stroke-width="17"/>',
);

function sofa({ accent }: IdolPalette): string {
  return group(
    `<path d="M-330,240C-330,206 -300,196 -270,196H520C556,196 580,206 580,240V600H-330Z" fill="${accent.light}" ${line(accent, 5)}/>`,
    `<path d="M130,204V440" stroke="${accent.base}" stroke-width="8"/>`,
    `<path d="M-330,432C-330,408 -310,402 -290,402H540C566,402 580,410 580,432V560H-330Z" fill="${accent.base}" ${line(accent, 5)}/><path d="M-322,520H572V556H-322Z" fill="${accent.shade}" fill-opacity=".6"/>`,
    `<path d="M-392,330C-392,300 -300,300 -300,330V600H-392ZM550,330C550,300 642,300 642,330V600H550Z" fill="${accent.light}" ${line(accent, 5)}/>`,
    `<path d="M-360,600V650M610,600V650" stroke="#74492d" stroke-width="22" stroke-linecap="round"/>`,
  );
}
