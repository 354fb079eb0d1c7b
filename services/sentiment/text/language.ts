import type { MessageLanguage } from "@guchi/contracts/language.ts";
import { detect } from "tinyld";
import { LATIN_WORDS, type LatinLanguage } from "./latin-words.ts";

/** Scripts that tell their language. */
const SCRIPTS: readonly (readonly [MessageLanguage, RegExp])[] = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ["ko", /[가-힣ㅋㅎㅠㅜ]/gu],
  ["th", /\p{Script=Thai}/gu],
  ["ru", /\p{Script=Cyrillic}/gu],
  ["my", /\p{Script=Myanmar}/gu],
  ["ne", /\p{Script=Devanagari}/gu],
];
const HAN = /\p{Script=Han}/gu;
const LATIN = /\p{Script=Latin}/gu;
/** Words that a message quotes tell nothing of its own language. */
const QUOTED = /[「『“"«][^」』”"»]{0,80}[」』”"»]/gu;
/** So many Latin letters say as much as one letter of the other scripts. */
const LATIN_PER_LETTER = 3;
/** Kana for so many kanji make Japanese of a text that looks Chinese. */
const KANJI_PER_KANA = 6;

/** What kanji alone are not in Japanese: the commonest words of Chinese. */
const CHINESE =
  /[你您她吧呢啊哦嗯哪怎咱俺啦嘛這們說嗎還麼樣點錢讓從媽邊呀喔欸很唔冇咗嘅係啲佢攰喇]|我(?!慢|儘|流|々|先|執|武者|田引水)|不(?:想|要|知道|好|行)|什麼|沒有|要(?:去|搬|回|走)|今天|明天|昨天|給我|謝謝|多謝|喝(?:酒|水|茶|咖)|吃(?:飯|饭|了|到|藥|药)|把我|也(?:不|是|沒|没|很)|禮拜|老闆|累死|加班|(?:太|好)(?:好|累|想|難|有)|想死|[^0-9]的[^0-9、。]|到(?!着|達|来|底)|就(?!職|業|任|寝|労|航|学)|都(?!合|内|心|会|市|道|立|度|民|庁|営)|了(?:$|[，！？\s])/u;

/** Letters with marks that few of the others use. */
const MARKS: readonly (readonly [LatinLanguage, RegExp])[] = [
  ["vi", /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/u],
  ["pt", /[ãõ]|ç[aãoõ]/u],
  ["es", /[ñ¿¡]/u],
  ["de", /[äöß]/u],
  ["fr", /[èêùœëï]|ç[aoue]/u],
];
const MARK_POINTS = 2;

/** A letter that English has only in borrowed words. */
const ACCENTED = /[àáâãäåçèéêëìíîïñòóôõöùúûüýăđơưạ-ỹ]/iu;
/** The shortest words stand in many languages. */
const SHORT_WORD_POINTS = 0.5;

const JIS_KANJI = jisKanji();
const LATIN_LANGUAGES = Object.keys(LATIN_WORDS).filter(isLatinLanguage);
const KNOWN: ReadonlyMap<string, readonly LatinLanguage[]> = indexed();
/** A guess by letters alone is worth nothing on a few of them. */
const MIN_GUESS_UNITS = 16;

/**
 * The language of a message, as a reader would tell it: first by script, in Latin letters by common
 * words, by marks, and where those are silent by its letters (tinyld). Without letters (emoji,
 * kaomoji, digits) it is Japanese, the language of most who write to this account; a Latin text
 * that shows nothing is English.
 */
export function detectLanguage(message: string): MessageLanguage {
  const unquoted = message.replace(QUOTED, " ");
  const text = /\p{L}/u.test(unquoted) ? unquoted : message;
  const latin = count(text, LATIN);
  const scripts = SCRIPTS.map(([language, script]) => [language, count(text, script)] as const);
  const [most, letters] = scripts.reduce((best, each) => (each[1] > best[1] ? each : best), ["und", 0]);
  const han = count(text, HAN);
  if (latin > 1 && latin >= LATIN_PER_LETTER * (letters + han)) return latinLanguage(text);
  if (letters > 0 && (most !== "ja" || letters * KANJI_PER_KANA >= han || !isChinese(text))) return most;
  if (han > 0) return isChinese(text) ? "zh" : "ja";
  return latin >= 2 ? latinLanguage(text) : "ja";
}

/**
 * Whether kanji are Chinese: one that no Japanese keyboard offers, or a word that only Chinese has.
 */
function isChinese(text: string): boolean {
  return (text.match(HAN) ?? []).some((kanji) => !JIS_KANJI.has(kanji)) || CHINESE.test(text);
}

/**
 * The kanji of JIS X 0208, as EUC-JP writes them: rows 16 to 84 of 94
 * (https://encoding.spec.whatwg.org/#euc-jp).
 */
function jisKanji(): ReadonlySet<string> {
  const decoder = new TextDecoder("euc-jp");
  const rows = Array.from({ length: 69 }, (_, row) => row + 16);
  const cells = Array.from({ length: 94 }, (_, cell) => cell + 1);
  const bytes = rows.flatMap((row) => cells.flatMap((cell) => [0xa0 + row, 0xa0 + cell]));
  return new Set(decoder.decode(Uint8Array.from(bytes)));
}

function latinLanguage(text: string): MessageLanguage {
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
  const guess = detect(text, { only: [...LATIN_LANGUAGES] });
  return isLatinLanguage(guess) ? guess : "en";
}

function indexed(): Map<string, LatinLanguage[]> {
  const known = new Map<string, LatinLanguage[]>();
  for (const language of LATIN_LANGUAGES) {
    for (const word of new Set(LATIN_WORDS[language].split(" ")))
      known.set(word, [...(known.get(word) ?? []), language]);
  }
  return known;
}

function isLatinLanguage(name: string): name is LatinLanguage {
  return name in LATIN_WORDS;
}

function count(text: string, letters: RegExp): number {
  return text.match(letters)?.length ?? 0;
}
