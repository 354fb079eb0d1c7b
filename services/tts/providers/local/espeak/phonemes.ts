import type { Mora } from "./morae.ts";

/**
 * Morae in espeak's phoneme notation, `|` between phonemes so that no two melt into another's name.
 * `accent` is the index of the mora after which the pitch falls. We write phonemes ourselves
 * because espeak's own Japanese rules say リョ as "rya-o", put English-like stress on every word and
 * speak the silent u of です.
 */
export function phonemes(word: readonly Mora[], accent: number): string {
  const stressed = nearestVoiced(word, accent);
  return word
    .map((mora, i) => {
      const [before, next] = [word[i - 1], word[i + 1]];
      if (mora.vowel === "-" || lengthens(before, mora)) return before === undefined ? "a" : "";
      if (mora.vowel === "N") return nasal(before, next);
      if (mora.vowel === "Q") return stop(next);
      if (isSilent(word, i)) return mora.onset;
      const length = next !== undefined && (next.vowel === "-" || lengthens(mora, next)) ? ":" : "";
      return `${mora.onset}${i === stressed ? "|'" : "|"}${mora.vowel}${length}`;
    })
    .filter((sound) => sound !== "")
    .join("|")
    .replace(/\|{2,}/gu, "|")
    .replace(/^\|/u, "");
}

/** キイ is one long sound, as キー. */
function lengthens(before: Mora | undefined, { onset, vowel }: Mora): boolean {
  return onset === "" && before?.vowel === vowel && vowel !== "N" && vowel !== "Q";
}

/**
 * ン takes the place of the sound that follows, and is a nasal vowel where none closes the mouth.
 */
function nasal(before: Mora | undefined, next: Mora | undefined): string {
  const onset = next?.onset ?? "";
  if (next === undefined || next.vowel === "N" || next.vowel === "-") return "N\\";
  if (/^[kg]/u.test(onset)) return "N";
  if (/^[pbm](?!\\)/u.test(onset)) return "m";
  if (/^(?:[tdnzr])/u.test(onset)) return "n";
  return before?.vowel === "i" || before?.vowel === "e" ? "i~" : "u~";
}

/**
 * ッ holds the next sound's closure for a beat; with nothing to hold it is a catch in the throat.
 */
function stop(next: Mora | undefined): string {
  const onset = next?.onset ?? "";
  return /^(?:s\\|p(?!\\)|[kgtdsb])/u.exec(onset)?.[0] ?? "?";
}

/** Sounds whose own noise carries the beat when their vowel is whispered. */
const HISSING = new Set(["s", "s\\", "t_s", "t_s\\", "C", "p\\"]);
const VOICELESS_STOP = /^(?:k|t|p(?!\\))/u;

/**
 * スキ is s-ki and デス is des: i and u fall silent between a hiss and a voiceless stop, and at the end
 * of です and ます.
 */
function isSilent(word: readonly Mora[], i: number): boolean {
  const [mora, next] = [word[i], word[i + 1]];
  if (mora === undefined || !HISSING.has(mora.onset) || !"iu".includes(mora.vowel)) return false;
  if (i > 0 && isSilent(word, i - 1)) return false;
  if (next === undefined)
    return mora.onset === "s" && ["de", "ma"].includes(`${word[i - 1]?.onset}${word[i - 1]?.vowel}`);
  return VOICELESS_STOP.test(next.onset);
}

/** The accent sits on a mora with a voice: the wanted one, else one before it, else any. */
function nearestVoiced(word: readonly Mora[], accent: number): number {
  const voiced = (i: number) => {
    const mora = word[i];
    return mora !== undefined && /[aiueo]/u.test(mora.vowel) && !lengthens(word[i - 1], mora) && !isSilent(word, i);
  };
  for (let i = Math.min(accent, word.length - 1); i >= 0; i -= 1) if (voiced(i)) return i;
  return word.findIndex((_, i) => voiced(i));
}
