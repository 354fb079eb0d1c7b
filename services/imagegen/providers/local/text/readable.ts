import { isDrawable } from "./fonts.ts";

/**
 * The message as it can be drawn: emoji become the nearest sign that the fonts have or are left
 * out, as are control and direction characters, lone surrogates and stacked accents; white space of
 * any kind is one space. Never empty.
 */
export function readable(message: string): string {
  const signs = message
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/[\uFF61-\uFF9F]+/g, (halfWidthKana) => halfWidthKana.normalize("NFKC"))
    .replaceAll(/\p{Extended_Pictographic}/gu, (emoji) => SIGNS.get(emoji) ?? emoji);
  const spaced = signs.replaceAll(/[\s\p{Zs}\p{Zl}\p{Zp}]+/gu, " ");
  const drawn = Array.from(spaced, (character) => {
    if (INVISIBLE.test(character)) return "";
    return isDrawable(character) ? character : HOLE;
  });
  return drawn.join("").replaceAll(HOLES, closed).replaceAll(/ +/g, " ").trim() || "♪";
}

/** Stands for what is left out, until its place is closed. */
const HOLE = "\u{FFFC}";
const HOLES = /(?<before>.?)(?<left> *)\u{FFFC}[\u{FFFC} ]*(?<after>.?)/gu;
const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}。、！？ー…♪♡☆」』）]/u;

/**
 * What is left out leaves no gap: between Japanese characters its spaces go with it, between words
 * one stays.
 */
function closed(found: string, before: string, _left: string, after: string): string {
  const isJapanese = JAPANESE.test(before) || JAPANESE.test(after);
  return `${before}${!isJapanese && found.includes(" ") ? " " : ""}${after}`;
}

/**
 * Combining marks that NFC could not compose, format and control characters, and the variation
 * selectors of emoji.
 */
const INVISIBLE = /[\p{M}\p{C}\uFFFD]/u;

const SIGNS = new Map<string, string>([
  ...Array.from("❤🧡💛💚💙💜🤍🩷💕💖💗💓💞💝💘😍🥰", (emoji) => [emoji, "♡"] as const),
  ...Array.from("⭐🌟✨💫", (emoji) => [emoji, "☆"] as const),
  ...Array.from("🎵🎶🎤", (emoji) => [emoji, "♪"] as const),
]);
