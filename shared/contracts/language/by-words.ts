import { LATIN_WORDS, type LatinLanguage } from "./latin-words.ts";

/** Letters with marks that few of the others use. */
const MARKS: readonly (readonly [LatinLanguage, RegExp])[] = [
  ["vi", /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/u],
  ["pt", /[ãõê]|ç[aãoõ]/u],
  ["es", /[ñ¿¡]/u],
  ["de", /[äöß]/u],
  ["fr", /[èêùœëï]|ç[aoue]/u],
];
const MARK_POINTS = 2;

/** A letter that English has only in borrowed words. */
const ACCENTED = /[àáâãäåçèéêëìíîïñòóôõöùúûüýăđơưạ-ỹ]/iu;
/** The shortest words stand in many languages. */
const SHORT_WORD_POINTS = 0.5;

export const LATIN_LANGUAGES = Object.keys(LATIN_WORDS).filter(isLatinLanguage);
const KNOWN: ReadonlyMap<string, readonly LatinLanguage[]> = indexed();
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** A guess by letters alone is worth nothing on a few of them. */
const MIN_GUESS_UNITS = 16;

/**
 * The language of a text in Latin letters, by common words and by marks; with some kana among
 * unknown words it is Japanese. Undefined for one whose words are unknown, but that is long enough
 * to be guessed by its letters.
 */
export function languageByWords(text: string): LatinLanguage | undefined {
  const words =
    text
      .toLowerCase()
      .normalize("NFC")
      .match(/[\p{L}\p{M}]+(?:['’-][\p{L}]+)*/gu) ?? [];
  const points = new Map<LatinLanguage, number>();
  const add = (language: LatinLanguage, more: number) => points.set(language, (points.get(language) ?? 0) + more);
  for (const word of words) {
    const languages = KNOWN.get(word.replaceAll("’", "'")) ?? [];
    const worth = word.length <= 2 ? SHORT_WORD_POINTS : 1;
    for (const language of languages) add(language, worth / languages.length);
    for (const [language, marks] of MARKS) if (marks.test(word)) add(language, MARK_POINTS);
  }
  if (ACCENTED.test(text)) points.set("en", (points.get("en") ?? 0) * SHORT_WORD_POINTS);
  const most = Math.max(0, ...points.values());
  const leading = [...points].filter(([, each]) => each === most).map(([language]) => language);
  if (leading.includes("en") && most > 0) return "en";
  const [first, ...others] = leading;
  if (first !== undefined && others.length === 0 && most >= 1) return first;
  if (text.length < MIN_GUESS_UNITS) return "en";
  return KANA.test(text) ? "ja" : undefined;
}

function indexed(): Map<string, LatinLanguage[]> {
  const known = new Map<string, LatinLanguage[]>();
  for (const language of LATIN_LANGUAGES) {
    for (const word of new Set(LATIN_WORDS[language].split(" ")))
      known.set(word, [...(known.get(word) ?? []), language]);
  }
  return known;
}

export function isLatinLanguage(name: string): name is LatinLanguage {
  return name in LATIN_WORDS;
}
