import { group } from "../svg.ts";
import type { Look } from "@guchi/contracts/guchi.ts";
import type { IdolPalette } from "./palette.ts";

/** The hair behind neck and shoulders, in the head's coordinates. */
export function drawBackHair(style: Look["hairStyle"], p: IdolPalette): string {
  const line = `stroke="${p.hairLine}" stroke-width="4" stroke-linejoin="round" stroke-linecap="round"`;
  return BACK[style](p, line);
}

type Draw = (p: IdolPalette, line: string) => string;

const BACK: Readonly<Record<Look["hairStyle"], Draw>> = {
  long: (p, line) =>
    group(
      `<path d="M0,-188 C120,-188 172,-90 168,30 C166,130 206,200 222,290 C234,364 214,420 236,470 C200,462 186,440 178,420 C176,456 160,480 128,492 L-128,492 C-160,480 -176,456 -178,420 C-186,440 -200,462 -236,470 C-214,420 -234,364 -222,290 C-206,200 -166,130 -168,30 C-172,-90 -120,-188 0,-188Z" fill="${p.hairShade}" ${line}/>`,
      `<path d="M150,120 C166,220 196,280 190,380 M-150,120 C-166,220 -196,280 -190,380 M176,210 C190,270 206,320 204,380 M-176,210 C-190,270 -206,320 -204,380" fill="none" stroke="${p.hair}" stroke-width="7" stroke-linecap="round" opacity=".7"/>`,
    ),
  bob: (p, line) =>
    `<path d="M0,-188 C124,-188 176,-90 172,30 C174,84 182,130 158,168 C134,192 84,186 52,174 C20,182 -20,182 -52,174 C-84,186 -134,192 -158,168 C-182,130 -174,84 -172,30 C-176,-90 -124,-188 0,-188Z" fill="${p.hairShade}" ${line}/>`,
  twintails: (p, line) => cap(p, line) + tail(p, line, 1) + tail(p, line, -1),
  ponytail: (p, line) =>
    group(
      `<path d="M40,-176 C120,-244 232,-204 250,-96 C266,10 214,80 246,186 C258,232 288,252 300,300 C244,292 202,262 188,206 C168,120 194,30 160,-50 C142,-96 96,-130 40,-140Z" fill="url(#hair)" ${line}/>`,
      `<path d="M96,-182 C180,-190 222,-110 214,-20 C208,60 200,120 222,200 M150,-150 C196,-100 190,-30 184,50" fill="none" stroke="${p.hairShade}" stroke-width="5" stroke-linecap="round"/>`,
      `<path d="M196,-160 C226,-130 232,-96 230,-60" fill="none" stroke="${p.hairLight}" stroke-width="10" stroke-linecap="round" opacity=".75"/>`,
      cap(p, line),
    ),
  bun: (p, line) => bun(p, line, 1) + bun(p, line, -1) + cap(p, line),
};

function cap(p: IdolPalette, line: string): string {
  return `<path d="M0,-186 C112,-186 160,-100 150,10 C150,60 138,98 112,112 C70,128 -70,128 -112,112 C-138,98 -150,60 -150,10 C-160,-100 -112,-186 0,-186Z" fill="${p.hairShade}" ${line}/>`;
}

function tail(p: IdolPalette, line: string, side: 1 | -1): string {
  return group(
    `<g transform="scale(${side} 1)"><path d="M128,-92 C196,-150 276,-96 284,10 C292,110 252,190 268,290 C274,330 292,360 300,392 C250,388 214,364 198,322 C196,346 186,362 166,374 C172,330 150,280 152,210 C154,120 190,60 166,0 C156,-26 138,-50 128,-92Z" fill="url(#hair)" ${line}/>`,
    `<path d="M166,-84 C226,-70 246,10 234,90 C226,160 216,220 232,310 M190,20 C204,90 178,150 182,220 C184,250 190,290 198,322" fill="none" stroke="${p.hairShade}" stroke-width="5" stroke-linecap="round"/>`,
    `<path d="M236,-78 C262,-44 266,-10 264,30" fill="none" stroke="${p.hairLight}" stroke-width="11" stroke-linecap="round" opacity=".75"/>`,
    "</g>",
  );
}

function bun(p: IdolPalette, line: string, side: 1 | -1): string {
  return group(
    `<g transform="translate(${side * 112} -168) scale(${side} 1)"><circle r="62" fill="url(#hair)" ${line}/>`,
    `<path d="M-36,20 C-20,44 26,44 40,10 C50,-22 16,-44 -10,-28 C-30,-14 -14,16 8,10" fill="none" stroke="${p.hairShade}" stroke-width="5" stroke-linecap="round"/>`,
    `<path d="M-14,-46 C8,-54 30,-44 40,-30" fill="none" stroke="${p.hairLight}" stroke-width="9" stroke-linecap="round" opacity=".8"/>`,
    "</g>",
  );
}
