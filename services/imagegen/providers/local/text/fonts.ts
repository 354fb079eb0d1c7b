import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { create, type Font } from "fontkitten";

/**
 * Text becomes outlines here rather than in the renderer: the widths that lines are broken by are
 * then exactly the widths that are drawn, no hidden fallback font or text direction can move a
 * glyph out of the bubble, and the renderer need not read 5 MB of font for every picture.
 */
const FONTS: readonly Font[] = [
  load("@expo-google-fonts/mochiy-pop-one/400Regular/MochiyPopOne_400Regular.ttf"),
  // What Mochiy Pop One lacks.
  load("@expo-google-fonts/zen-maru-gothic/900Black/ZenMaruGothic_900Black.ttf"),
];

/** Whether a font has a glyph for the character. */
export function isDrawable(character: string): boolean {
  return fontOf(character) !== undefined;
}

/**
 * Width of the text in em, without kerning. Characters that no font has are as if they were not
 * there.
 */
export function widthInEm(text: string): number {
  let width = 0;
  for (const character of text) width += advanceInEm(character);
  return width;
}

/**
 * SVG for one line of text whose baseline starts at (x, y); glyphs take the fill of the group that
 * they are put in.
 */
export function outlineLine(text: string, x: number, y: number, size: number): string {
  let left = x;
  let svg = "";
  for (const character of text) {
    const font = fontOf(character);
    if (font === undefined) continue;
    const scale = round(size / font.unitsPerEm);
    const outline = font.glyphForCodePoint(codePoint(character)).path.toSVG();
    if (outline !== "")
      svg += `<path transform="translate(${round(left)} ${round(y)}) scale(${scale} ${-scale})" d="${outline}"/>`;
    left += advanceInEm(character) * size;
  }
  return svg;
}

/** Only characters that a font has are remembered: some thousand at most, whatever comes in. */
const advances = new Map<string, number>();

function advanceInEm(character: string): number {
  const known = advances.get(character);
  if (known !== undefined) return known;
  const font = fontOf(character);
  if (font === undefined) return 0;
  const advance = font.glyphForCodePoint(codePoint(character)).advanceWidth / font.unitsPerEm;
  advances.set(character, advance);
  return advance;
}

function fontOf(character: string): Font | undefined {
  return FONTS.find((font) => font.hasGlyphForCodePoint(codePoint(character)));
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function load(specifier: string): Font {
  const font = create(readFileSync(fileURLToPath(import.meta.resolve(specifier))));
  if (font.isCollection) throw new TypeError(`${specifier} is a collection; a single font is needed`);
  return font;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
