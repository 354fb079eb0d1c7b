import { plain } from "./lexicon.ts";

/** What a request says that a film either has or has not. */
export interface Facts {
  readonly years?: { readonly from: number; readonly to: number };
  readonly maxMinutes?: number;
  /** ISO 3166-1 alpha-2: made there, or anywhere but there. */
  readonly country?: { readonly code: string; readonly isWanted: boolean };
  /** For children to see, too. */
  readonly isForAll?: true;
  readonly isInColor?: true;
}

/** Films of before are mostly black and white. */
const COLOR_FROM = 1960;
/** A film that is a little longer than was asked for is no disappointment, in minutes. */
const LENIENCE = 7;
/** What is called short, in minutes. */
const SHORT = 100;

/** The hard facts that a request names. */
export function factsOf(text: string): Facts {
  const letters = plain(text).replaceAll(/[〇一二三四五六七八九十百]+/gu, (digits) => numberOf(digits));
  const years = yearsOf(letters);
  const maxMinutes = minutesOf(letters);
  const country = countryOf(letters);
  return {
    ...(years !== undefined && { years }),
    ...(maxMinutes !== undefined && { maxMinutes }),
    ...(country !== undefined && { country }),
    ...(FOR_ALL.test(letters) && { isForAll: true }),
    ...(IN_COLOR.test(letters) && { isInColor: true, years: years ?? { from: COLOR_FROM, to: LAST_YEAR } }),
  };
}

/** Of a span that is open at that end. */
export const FIRST_YEAR = 1880;
export const LAST_YEAR = 2200;
const FOR_ALL =
  /子(?:ども|供)(?:と|も一緒|でも|向け)|息子と|娘と|親子で|家族(?:みんな)?で|\b(?:with (?:my|the|our) (?:kids?|children|son|daughter|family)|for (?:kids|children)|family[- ]friendly)\b/u;
const IN_COLOR =
  /(?:白黒|モノクロ)(?:じゃな|ではな|でな|以外|は嫌|はいや|は苦手)|\b(?:not|no|isn't|without)\s+(?:in\s+)?(?:black[- ]and[- ]white|monochrome)/u;

const ERAS: readonly (readonly [words: RegExp, from: number, to: number])[] = [
  [/昭和の?(?:頃|時代|映画|の作品)/u, 1926, 1989],
  [/平成の?(?:頃|時代|映画|の作品)/u, 1989, 2019],
  [/令和の?(?:頃|時代|映画|の作品)/u, 2019, LAST_YEAR],
  [
    /最近の|新しい(?:映画|やつ|の)|新作|\b(?:recent|new|newer|modern|latest) (?:films?|movies?|one|anime)\b/u,
    2012,
    LAST_YEAR,
  ],
  [
    /昔の|古い|往年|クラシックな|\b(?:old|older|classic|vintage) (?:[a-z-]+ ){0,2}(?:films?|movies?|one)\b/u,
    FIRST_YEAR,
    1982,
  ],
];

function yearsOf(text: string): Facts["years"] {
  const [, long, short] =
    /(?:\b|[^\d])(19\d|20[0-2])0(?:年代|s\b|'s\b)|(?:\b|[^\d])([2-9])0(?:年代|s\b|'s\b)/u.exec(text) ?? [];
  if (long !== undefined) return { from: Number(long) * 10, to: Number(long) * 10 + 9 };
  if (short !== undefined) return { from: 1900 + Number(short) * 10, to: 1909 + Number(short) * 10 };
  const [, named] = /\b(twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b/.exec(text) ?? [];
  if (named !== undefined) return { from: DECADES[named] ?? FIRST_YEAR, to: (DECADES[named] ?? FIRST_YEAR) + 9 };
  const [, before] =
    /\b(?:before|pre-?) ?(19\d\d|20[0-2]\d)\b/.exec(text) ?? /(19\d\d|20[0-2]\d)年?(?:より前|以前)/u.exec(text) ?? [];
  if (before !== undefined) return { from: FIRST_YEAR, to: Number(before) - 1 };
  const [, year] = /(?:^|[^\d])(19\d\d|20[0-2]\d)(?:年(?!代)|\s|$|[.,、。のに])/u.exec(text) ?? [];
  if (year !== undefined) return { from: Number(year), to: Number(year) };
  const era = ERAS.find(([words]) => words.test(text));
  return era && { from: era[1], to: era[2] };
}

const STRICTLY = /\b(?:under|less than|below|within|at most) \d|分(?:以内|以下|未満)/u;

const DECADES: Readonly<Record<string, number>> = {
  twenties: 1920,
  thirties: 1930,
  forties: 1940,
  fifties: 1950,
  sixties: 1960,
  seventies: 1970,
  eighties: 1980,
  nineties: 1990,
};

function minutesOf(text: string): number | undefined {
  const [, minutes] = /(\d{2,3})\s*(?:分|min(?:ute)?s?\b|-minute\b)/u.exec(text) ?? [];
  if (minutes !== undefined) return Number(minutes) + (STRICTLY.test(text) ? 0 : LENIENCE);
  if (/1時間半|an hour and a half|hour and a half|90-?min/u.test(text)) return 90 + LENIENCE;
  if (/2時間(?:以内|以下|くらい|ぐらい|まで|切)|(?:under|less than|within) (?:two|2) hours/u.test(text)) return 120;
  if (/2時間半/u.test(text)) return 150 + LENIENCE;
  return /短い|短め|短く|サクッと|さくっと|\bshort(?:er|ish)?\b|not too long|長くない/u.test(text) ? SHORT : undefined;
}

/** Codes by the words for films from there. */
const COUNTRIES: readonly (readonly [code: string, japanese: string, english: string])[] = [
  ["JP", "日本", "japanese"],
  ["US", "アメリカ|米国|ハリウッド", "american|hollywood"],
  ["KR", "韓国", "korean"],
  ["FR", "フランス|仏", "french"],
  ["GB", "イギリス|英国", "british|english-made"],
  ["IT", "イタリア", "italian"],
  ["DE", "ドイツ", "german"],
  ["ES", "スペイン", "spanish"],
  ["HK", "香港", "hong kong"],
  ["TW", "台湾", "taiwanese"],
  ["CN", "中国", "chinese"],
  ["IN", "インド", "indian|bollywood"],
  ["SE", "スウェーデン", "swedish"],
  ["DK", "デンマーク", "danish"],
  ["BR", "ブラジル", "brazilian"],
  ["MX", "メキシコ", "mexican"],
  ["IR", "イラン", "iranian"],
  ["AU", "オーストラリア", "australian"],
  ["CA", "カナダ", "canadian"],
  ["NZ", "ニュージーランド", "new zealand"],
];

function countryOf(text: string): Facts["country"] {
  if (/邦画/u.test(text)) return { code: "JP", isWanted: !/邦画(?:以外|じゃな|は嫌|は苦手)/u.test(text) };
  if (/(?:遠い|知らない|よその)国|海外|異国|外国/u.test(text)) return { code: "JP", isWanted: false };
  if (/洋画/u.test(text)) return { code: "JP", isWanted: /洋画(?:以外|じゃな|は嫌|は苦手)/u.test(text) };
  for (const [code, japanese, english] of COUNTRIES) {
    const written = new RegExp(
      `(?:${japanese})(?:の[^、。]{0,6})?(?:映画|作品|アニメ|ホラー|コメディ|ドラマ)|\\b(?:${english})\\b`,
      "u",
    ).exec(text);
    if (written === null) continue;
    const [before, after] = [text.slice(0, written.index), text.slice(written.index + written[0].length)];
    const isWanted =
      !/^(?:以外|じゃな|ではな|は嫌|は苦手)/u.test(after) && !/\b(?:not|no|non)[- ]?(?:a |an )?$/u.test(before);
    return { code, isWanted };
  }
  return undefined;
}

const DIGITS = "〇一二三四五六七八九";

/** A number in Chinese characters as digits: 九十 is 90; a single digit, as in 一人, stays a word. */
function numberOf(digits: string): string {
  if (/^[〇一二三四五六七八九]{4}$/u.test(digits)) return Array.from(digits, (each) => DIGITS.indexOf(each)).join("");
  const parts = /^(?:([一二三四五六七八九]?)百)?(?:([一二三四五六七八九]?)十)?([一二三四五六七八九]?)$/u.exec(digits);
  if (parts === null || !/[十百]/u.test(digits)) return digits === "二" ? "2" : digits === "一" ? "1" : digits;
  const [, hundreds, tens, ones = ""] = parts;
  const value = (digit: string | undefined, unit: number) =>
    digit === undefined ? 0 : (digit === "" ? 1 : DIGITS.indexOf(digit)) * unit;
  return String(value(hundreds, 100) + value(tens, 10) + (ones === "" ? 0 : DIGITS.indexOf(ones)));
}
