import { group } from "../svg.ts";
import type { IdolPalette } from "./palette.ts";

/**
 * Neck, stage dress and puff sleeves, in the figure's coordinates: the chin at y 158, the waist at
 * y 440.
 */
export function drawOutfit(p: IdolPalette): string {
  const line = `stroke="${p.outfitLine}" stroke-width="4" stroke-linejoin="round" stroke-linecap="round"`;
  const white = `fill="#fffafc" ${line}`;
  return group(
    `<path d="M-30,120 L-31,196 C-60,212 -100,218 -124,236 L0,330 L124,236 C100,218 60,212 31,196 L30,120Z" fill="${p.skin}" stroke="${p.skinLine}" stroke-width="3.6"/>`,
    `<path d="M-29,146 C-12,164 12,164 29,146 L30,176 C14,200 -14,200 -30,176Z" fill="${p.skinShade}"/>`,
    `<path d="M-112,244 C-120,320 -96,380 -92,436 C-120,480 -160,540 -190,620 L190,620 C160,540 120,480 92,436 C96,380 120,320 112,244 C70,262 40,284 0,284 C-40,284 -70,262 -112,244Z" fill="url(#cloth)" ${line}/>`,
    `<path d="M-60,452 C-72,500 -90,560 -104,620 M-20,456 C-22,510 -26,570 -30,620 M24,456 C26,510 30,570 34,620 M62,452 C76,500 92,560 108,620" fill="none" stroke="${p.outfitShade}" stroke-width="4" stroke-linecap="round"/>`,
    `<path d="M-172,574 C-120,594 -60,604 0,604 C60,604 120,594 172,574 L200,640 L-200,640Z" fill="${p.trim}" ${line}/>`,
    `<path d="M-158,540 Q-150,572 -128,558 Q-116,584 -92,570 Q-76,594 -52,578 Q-30,600 0,582 Q30,600 52,578 Q76,594 92,570 Q116,584 128,558 Q150,572 158,540 C110,560 60,568 0,568 C-60,568 -110,560 -158,540Z" ${white}/>`,
    `<path d="M-38,276 L38,276 L30,430 L-30,430Z" ${white}/>`,
    `<path d="M-33,330 L33,330 M-31,372 L31,372" stroke="${p.outfitLight}" stroke-width="4"/>`,
    [352, 396]
      .map((y) =>
        group(
          `<circle cx="0" cy="${y}" r="9" fill="#ffd35c" stroke="#b7791f" stroke-width="3"/>`,
          `<circle cx="-3" cy="${y - 3}" r="2.6" fill="#fff6d0"/>`,
        ),
      )
      .join(""),
    `<path d="M-95,424 C-50,440 50,440 95,424 L98,450 C50,468 -50,468 -98,450Z" fill="${p.trim}" ${line}/>`,
    `<path d="M-30,196 C-64,208 -112,216 -134,242 C-128,276 -96,306 -56,318 L0,268 L56,318 C96,306 128,276 134,242 C112,216 64,208 30,196 C22,224 10,246 0,258 C-10,246 -22,224 -30,196Z" ${white}/>`,
    `<path d="M-118,250 C-108,274 -86,292 -58,301 L-8,258 M118,250 C108,274 86,292 58,301 L8,258" fill="none" stroke="${p.trim}" stroke-width="6" stroke-linecap="round"/>`,
    `<path d="M-31,176 C-14,192 14,192 31,176 L31,190 C14,206 -14,206 -31,190Z" fill="${p.trim}" ${line}/>`,
    `<path d="M0,196 l7,10 l-7,12 l-7,-12Z" fill="#ffd35c" stroke="#b7791f" stroke-width="2.6"/>`,
  );
}

/** The bow on the chest; drawn after the collar and before the hands. */
export function drawBow(p: IdolPalette): string {
  const line = `stroke="${p.outfitLine}" stroke-width="4" stroke-linejoin="round" stroke-linecap="round"`;
  return group(
    `<g transform="translate(0 282)"><path d="M-6,10 C-20,40 -36,62 -54,80 L-30,84 L-20,100 C-6,72 2,44 2,14Z M6,10 C20,40 36,62 54,80 L30,84 L20,100 C6,72 -2,44 -2,14Z" fill="${p.trim}" ${line}/>`,
    `<path d="M0,0 C-24,-36 -66,-44 -80,-30 C-90,-8 -86,22 -74,36 C-50,44 -20,24 0,4 C20,24 50,44 74,36 C86,22 90,-8 80,-30 C66,-44 24,-36 0,0Z" fill="${p.trim}" ${line}/>`,
    `<path d="M-66,-22 C-48,-24 -28,-12 -16,0 M66,-22 C48,-24 28,-12 16,0 M-62,22 C-46,22 -30,14 -18,6 M62,22 C46,22 30,14 18,6" fill="none" stroke="${p.outfitLight}" stroke-width="4" stroke-linecap="round" opacity=".8"/>`,
    `<rect x="-17" y="-15" width="34" height="34" rx="11" fill="${p.trim}" ${line}/>`,
    `<path d="M0,-7 l3,7 l7,1 l-5,5 l1,7 l-6,-3 l-6,3 l1,-7 l-5,-5 l7,-1Z" fill="#ffd35c"/>`,
    "</g>",
  );
}

/** A puff sleeve with its frill; the left one is the mirror image. */
export function drawSleeve(side: 1 | -1, p: IdolPalette): string {
  const line = `stroke="${p.outfitLine}" stroke-width="4" stroke-linejoin="round" stroke-linecap="round"`;
  return group(
    `<g transform="scale(${side} 1)"><path d="M110,238 C146,212 198,236 208,290 C214,322 200,344 184,352 C158,352 132,340 116,322 C108,292 106,262 110,238Z" fill="url(#cloth)" ${line}/>`,
    `<path d="M148,254 C152,282 150,310 146,334 M178,262 C184,290 182,318 174,344" fill="none" stroke="${p.outfitShade}" stroke-width="4" stroke-linecap="round"/>`,
    `<path d="M130,244 C146,234 164,236 176,246" fill="none" stroke="${p.outfitLight}" stroke-width="7" stroke-linecap="round"/>`,
    `<path d="M114,316 C134,338 162,350 204,338 C210,350 206,362 196,366 C188,374 178,372 172,366 C162,372 152,368 148,360 C138,362 130,356 128,348 C116,346 110,330 114,316Z" fill="#fffafc" ${line}/>`,
    "</g>",
  );
}
