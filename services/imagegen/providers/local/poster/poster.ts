import type { Poster } from "@guchi/contracts/picture.ts";
import type { Card } from "../card.ts";
import { n, rounded } from "../curve.ts";
import { CARD_SIZE } from "../layout.ts";
import { seededRandom, type Random } from "../random.ts";
import { circle, star } from "../scene/shapes.ts";
import { group } from "../svg.ts";
import { fitText, type TextBlock, type TextBox } from "../text/fit.ts";
import { outlineLine, widthInEm } from "../text/fonts.ts";
import { phrases } from "../text/phrases.ts";
import { readable } from "../text/readable.ts";
import { MOTIFS } from "./motifs.ts";
import { PALETTES, type Palette } from "./tones.ts";

const MIDDLE = CARD_SIZE / 2;
/** The sun behind the motif, in px. */
const SUN = { x: MIDDLE, y: 318, radius: 214 } as const;
/** The main motif is drawn so many times its own size, those beside it so many. */
const LARGE = 1.46;
const SMALL = 0.62;

/** Room for the texts, in px; the last box of each takes the longest that a card may hold. */
const TITLE: readonly TextBox[] = [
  { width: 884, height: 150, maxSize: 108, minSize: 64, whole: true },
  { width: 884, height: 190, maxSize: 92, minSize: 44 },
  { width: 884, height: 200, maxSize: 44, minSize: 14 },
];
const OTHER: readonly TextBox[] = [{ width: 860, height: 50, maxSize: 34, minSize: 12 }];
const ABOUT: readonly TextBox[] = [{ width: 860, height: 48, maxSize: 30, minSize: 14 }];
const LINE: readonly TextBox[] = [
  { width: 820, height: 104, maxSize: 34, minSize: 26 },
  { width: 840, height: 120, maxSize: 26, minSize: 12 },
];
const LABEL: readonly TextBox[] = [{ width: 420, height: 60, maxSize: 32, minSize: 16 }];

/**
 * The card of a film as SVG, 1024x1024: its title in large letters, a motif of its kind, no picture
 * of the film. Pure: the same card and seed give the same characters.
 */
export function drawPoster(poster: Poster, seed: string): Card {
  const palette = PALETTES[poster.tone];
  const random = seededRandom(`${seed}\n${poster.title}`);
  return {
    back: svg(ground(palette, random)),
    front: svg(frame(palette), picture(poster, palette), texts(poster, palette)),
  };
}

function ground({ top, bottom, sun, accent }: Palette, random: Random): string {
  const lights = Array.from({ length: 14 }, () =>
    circle(random.between(0, CARD_SIZE), random.between(0, CARD_SIZE), random.between(20, 130), accent, 0.14),
  );
  return group(
    `<defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient></defs>`,
    `<rect width="${CARD_SIZE}" height="${CARD_SIZE}" fill="url(#g)"/>`,
    ...lights,
    circle(SUN.x, SUN.y, SUN.radius * 1.34, sun, 0.16),
    circle(SUN.x, SUN.y, SUN.radius * 1.16, sun, 0.22),
  );
}

/** A strip of film at each side. */
function frame({ text, accent }: Palette): string {
  const holes = Array.from({ length: 16 }, (_, row) => {
    const y = 22 + row * 62.5;
    return [12, CARD_SIZE - 38].map((x) => `<path d="${rounded(x, y, 26, 38, 8)}"/>`).join("");
  });
  return group(
    `<g fill="${text}" fill-opacity=".34">${holes.join("")}</g>`,
    `<path d="${rounded(52, 30, CARD_SIZE - 104, CARD_SIZE - 60, 36)}" fill="none" stroke="${accent}" stroke-width="5" stroke-opacity=".85"/>`,
  );
}

function picture({ motifs: [main, ...others] }: Poster, palette: Palette): string {
  const { sun, motif, accent } = palette;
  const beside = others.map((each, index) => {
    const side = index === 0 ? 1 : -1;
    const colors = { ink: accent, light: palette.text };
    return at(SUN.x + side * 322, SUN.y + 96, SMALL, side * 8, MOTIFS[each](colors));
  });
  return group(
    circle(SUN.x, SUN.y, SUN.radius, sun),
    star(SUN.x - 268, SUN.y - 112, 26, accent),
    star(SUN.x + 262, SUN.y - 142, 18, accent, 0.8),
    main === undefined ? "" : at(SUN.x, SUN.y, LARGE, 0, MOTIFS[main]({ ink: motif, light: sun })),
    ...beside,
  );
}

function at(x: number, y: number, scale: number, turn: number, drawing: string): string {
  return `<g transform="translate(${n(x)} ${n(y)}) rotate(${turn}) scale(${scale})">${drawing}</g>`;
}

function texts({ title, otherTitle, year, about, line, label }: Poster, palette: Palette): string {
  const titled = set(title, TITLE);
  const other = otherTitle === undefined ? undefined : set(otherTitle, OTHER);
  const top = 566 + (190 - titled.height) / 2;
  const below = top + titled.height;
  return group(
    drawLabel(set(label, LABEL), palette),
    block(set(String(year), [{ width: 200, height: 80, maxSize: 52, minSize: 52 }]), 870, 62, palette.text),
    block(titled, MIDDLE, top, palette.text),
    other === undefined ? "" : block(other, MIDDLE, below - 6, palette.quiet),
    block(set(about, ABOUT), MIDDLE, 806, palette.quiet),
    `<path d="M${MIDDLE - 60},862h120" stroke="${palette.accent}" stroke-width="5" stroke-linecap="round"/>`,
    block(set(line, LINE), MIDDLE, 874, palette.text),
  );
}

function drawLabel(text: TextBlock, { accent, motif, sun }: Palette): string {
  const width = text.width + 52;
  const ink = accent === sun ? sun : motif;
  return group(
    `<path d="${rounded(84, 62, width, 62, 31)}" fill="${sun}"/>`,
    block(text, 84 + width / 2, 62 + (62 - text.height) / 2, ink),
  );
}

/** A text in the largest size that fits; one far too long is cut. */
function set(text: string, boxes: readonly TextBox[]): TextBlock {
  const shown = readable(text);
  for (const box of boxes) {
    const block = fitText(phrases(shown), box);
    if (block !== undefined) return block;
  }
  return set(`${Array.from(shown).slice(0, -10).join("")}…`, boxes);
}

/** The lines around a middle; `top` is the upper edge, in px. */
function block({ lines, size, lineHeight }: TextBlock, middle: number, top: number, color: string): string {
  const drawn = lines.map((line, index) =>
    outlineLine(line, middle - (widthInEm(line) * size) / 2, top + index * lineHeight + BASELINE_EM * size, size),
  );
  return `<g fill="${color}">${drawn.join("")}</g>`;
}

/** From the top of a line to its baseline, as in a bubble. */
const BASELINE_EM = 1.05;

function svg(...elements: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD_SIZE}" height="${CARD_SIZE}" viewBox="0 0 ${CARD_SIZE} ${CARD_SIZE}">${elements.join("")}</svg>`;
}
