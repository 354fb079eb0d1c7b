import { stripVTControlCharacters } from "node:util";

/**
 * Text for terminals: Japanese takes two columns, and what comes from a server commands nothing.
 */

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const words = new Intl.Segmenter("ja", { granularity: "word" });

/** East Asian Wide and Fullwidth (https://www.unicode.org/reports/tr11/), and what is shown as a picture. */
const WIDE =
  /^(?:\p{Emoji_Presentation}|.\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}])/u;
const NO_WIDTH = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u;
/** C0 and C1 but for the end of a line; and what turns the direction of the text around it. */
const CONTROL = /[[\p{Cc}\u202A-\u202E\u2066-\u2069]--[\n]]/gv;

/** The text without what a terminal would obey. */
export function clean(text: string): string {
  return stripVTControlCharacters(text).replaceAll("\r\n", "\n").replaceAll(CONTROL, "");
}

/** How many columns a line of text takes. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += columnsOfGrapheme(segment);
  return columns;
}

/** The text in at most `columns`; an ellipsis stands for what does not fit. */
export function fit(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = "";
  let used = 1; // the ellipsis
  for (const { segment } of graphemes.segment(text)) {
    used += columnsOfGrapheme(segment);
    if (used > columns) break;
    kept += segment;
  }
  return columns < 1 ? "" : `${kept}…`;
}

/** The text with spaces behind it up to `columns`. */
export function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - columnsOf(text)));
}

/** The lines of a text, broken between words so that each takes at most `columns`. */
export function wrap(text: string, columns: number): readonly string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, Math.max(2, columns)));
}

function wrapLine(line: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const piece of pieces(line, columns)) {
    if (columnsOf(current + piece.trimEnd()) > columns) {
      lines.push(current.trimEnd());
      current = piece.trimStart();
    } else current += piece;
  }
  return [...lines, current.trimEnd()];
}

/**
 * What can begin a line: a word with the marks behind it, which must not. A word that is too long
 * is cut.
 */
function pieces(line: string, columns: number): readonly string[] {
  const found: string[] = [];
  for (const { segment, isWordLike } of words.segment(line)) {
    const sticks = isWordLike !== true && !/^[\s（「『【〈《([{]/u.test(segment);
    const last = found.at(-1);
    if (sticks && last !== undefined && columnsOf(last + segment) <= columns) found[found.length - 1] = last + segment;
    else if (columnsOf(segment) <= columns) found.push(segment);
    else found.push(...[...graphemes.segment(segment)].map((grapheme) => grapheme.segment));
  }
  return found;
}

function columnsOfGrapheme(grapheme: string): number {
  if (NO_WIDTH.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}
