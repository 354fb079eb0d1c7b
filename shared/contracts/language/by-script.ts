import type { MessageLanguage } from "../language.ts";

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

const JIS_KANJI = jisKanji();

/** The message without the words that it quotes, unless it is nothing else. */
export function unquoted(message: string): string {
  const own = message.replace(QUOTED, " ");
  return /\p{L}/u.test(own) ? own : message;
}

/**
 * The language of a text, as its letters tell it; `latin` where words must. Without letters (emoji,
 * kaomoji, digits) and with a single Latin one ("w" laughs) it is Japanese, the language of most
 * who write to this account.
 */
export function languageByScript(text: string): MessageLanguage | "latin" {
  const latin = count(text, LATIN);
  const scripts = SCRIPTS.map(([language, script]) => [language, count(text, script)] as const);
  const [most, letters] = scripts.reduce((best, each) => (each[1] > best[1] ? each : best), ["und", 0]);
  const han = count(text, HAN);
  if (latin > 1 && latin >= LATIN_PER_LETTER * (letters + han)) return "latin";
  if (letters > 0 && (most !== "ja" || letters * KANJI_PER_KANA >= han || !isChinese(text))) return most;
  if (han > 0) return isChinese(text) ? "zh" : "ja";
  return latin >= 2 ? "latin" : "ja";
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

function count(text: string, letters: RegExp): number {
  return text.match(letters)?.length ?? 0;
}
