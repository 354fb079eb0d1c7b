import { plain } from "./lexicon.ts";
import { placeIn, type Place } from "./places.ts";

/** What a request says that a film either has or has not. */
export interface Facts {
  readonly years?: { readonly from: number; readonly to: number };
  readonly minMinutes?: number;
  readonly maxMinutes?: number;
  /** Made there, or anywhere but there. */
  readonly country?: Place;
  /** For children or grandparents to see, too. */
  readonly isForAll?: true;
  readonly isForChildren?: true;
  readonly isInColor?: true;
  /** Whether one film is meant that somebody tries to remember. */
  readonly isRecalled?: true;
}

/** Films of before are mostly black and white. */
const COLOR_FROM = 1960;
/** A film that is a little longer than was asked for is no disappointment, in minutes. */
const LENIENCE = 7;
/** What is called short, in minutes. */
const SHORT = 100;
/** What is called long, and what three hours, in minutes. */
const LONG_MINUTES = 140;
const THREE_HOURS_MINUTES = 160;
const THREE_HOURS = /[3三]時間|2時間半以上|\b(?<!\bfor )(?:three|3)[- ]?(?:hours?|hr)s?\b/u;
const LONG =
  /(?<!気が|息の|幅広く|末)長(?:い|め|く|編)(?!くない|すぎ|間|年|くて(?:も)?(?:いや|嫌)|いのは(?:嫌|いや|苦手|無理|ちょっと))[^。!?]{0,6}(?:映画|作品|やつ|もの|の|大作)|[2-4]時間半?以上|[3三]時間(?:くらい|ぐらい|超|以上|の)|長編大作|たっぷり[^。]{0,4}時間|\b(?<!not (?:too )?|nothing (?:too )?|isn't |no )(?:really |very |super )?long(?:er)?,? (?:[a-z-]+,? ){0,4}(?:movies?|films?|one|epics?)\b|\b(?<!\bfor )(?:three|3)[- ]?(?:hours?|hr)s?\b|\bsomething (?:really |very )?long\b/u;

/** The hard facts that a request names. */
export function factsOf(text: string): Facts {
  const letters = plain(text).replaceAll(/[〇一二三四五六七八九十百]+/gu, (digits) => numberOf(digits));
  if (RECALLS.test(letters)) return { isRecalled: true };
  const years = yearsOf(letters);
  const maxMinutes = minutesOf(letters);
  const country = placeIn(letters);
  const isForChildren = FOR_CHILDREN.test(letters) && !NOT_FOR_ALL.test(letters);
  const isLong = maxMinutes === undefined && LONG.test(letters);
  return {
    ...(years !== undefined && { years }),
    ...(maxMinutes !== undefined && { maxMinutes }),
    ...(isLong && { minMinutes: THREE_HOURS.test(letters) ? THREE_HOURS_MINUTES : LONG_MINUTES }),
    ...(country !== undefined && { country }),
    ...((isForChildren || FOR_ELDERS.test(letters)) && { isForAll: true }),
    ...(isForChildren && { isForChildren }),
    ...(IN_COLOR.test(letters) && { isInColor: true, years: years ?? { from: COLOR_FROM, to: LAST_YEAR } }),
  };
}

/** Of a span that is open at that end. */
export const FIRST_YEAR = 1880;
export const LAST_YEAR = 2200;
const FOR_CHILDREN =
  /子(?:ども|供)(?:たち)?(?:と|も(?:一緒|楽し|[観見])|でも|向け|に[観見])|小学生(?!の(?:頃|ころ|時|とき))|小[1-6一二三四五六](?:の|男子|女子|児童)|幼稚園|保育園|園児|小さい子|ちび(?:っ子|たち|ちゃん)|[甥姪孫](?:っ子)?(?:と|も|に|が(?:[^。、]{0,8}(?:来る|来て|来た|来ま)|遊び))|子(?:ども|供)が(?:[観見]|喜)|(?<!\d)(?:[2-9]|1[0-2])(?:歳|才)|息子(?:と|も|に)|娘(?:と|も|に)|親子で|家族(?:みんな)?で|\b(?:with (?:my|the|our|two|three) (?:(?:little|young|small) )?(?:kids?|children|son|daughter|family|grandkids|grandchildren|nephews?|nieces?)|for (?:the )?(?:(?:little|young|small) )?(?:kids|children|toddlers?|(?:my|our) (?:kids?|children|family|son|daughter|nephews?|nieces?))|kids?['’]?s? (?:movies?|films?)|children['’]?s (?:movies?|films?)|(?:[2-9]|1[0-2]|two|three|four|five|six|seven|eight|nine|ten)[- ]?(?:yr|year)s?[- ]olds?|(?:my |our |the )?kids (?:are|want|need|love|will)|family[- ](?:friendly|movie|film|night)|my grand(?:son|daughter|kids|children)|(?:he|she|they)(?:'s|'re|’s|’re| is| are) (?:only |just )?(?:[2-9]|1[0-2]|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?! (?:feet|foot|months)))\b/u;
const FOR_ELDERS =
  /\bpg(?:-ish|[- ]rated)?\b(?!-?1[23])|(?:ばあ|じい|ばー|じー)ちゃん(?:と|も|に)|祖[父母](?:母)?(?:と|も|に)|\b(?:with|for) (?:my |our )?(?:grandm\w+|grandpa\w*|grandfather|grandparents|gran|nan)\b/u;
/** Who tries to remember a film tells of what is in it, and not of when it was made. */
const RECALLS =
  /\b(?:what(?:'s| was| is) (?:that|the) (?:movie|film|one)|the one (?:where|with|about)|trying to remember|what was it called|name of (?:that|the) (?:movie|film))\b|(?:タイトル|題名)[がはを]?(?:思い出|忘れ|わから|分から|知)|なんだっけ|何だっけ|なかったっけ/u;
const NOT_FOR_ALL =
  /子(?:ども|供)向け(?:じゃ|では|でな|以外)|\b(?:not|isn't|aren't|thinks? [a-z]+ (?:is|are)) (?:just |only )?for (?:kids|children)/u;
const IN_COLOR =
  /(?:白黒|モノクロ)(?:じゃな|ではな|でな|以外|は嫌|はいや|は苦手)|\b(?:not|no|isn't|without)\s+(?:in\s+)?(?:black[- ]and[- ]white|monochrome)/u;

const ERAS: readonly (readonly [words: RegExp, from: number, to: number])[] = [
  [/昭和の?(?:頃|時代|映画|の作品)/u, 1926, 1989],
  [/平成の?(?:頃|時代|映画|の作品)/u, 1989, 2019],
  [/令和の?(?:頃|時代|映画|の作品)/u, 2019, LAST_YEAR],
  [
    /最近(?:の(?!若者|自分|気分)|公開|作ら|(?:やつ)?$)|(?:ここ|この)(?:数|[2-9]|10)年|新し(?:い|め)(?:映画|やつ|の|作品|もの)|新作|古くない|\brecent\b|\b(?:new|newer|modern|latest|contemporary) (?:[a-z-]+ ){0,2}(?:films?|movies?|one|anime|stuff|western|release)|\b(?:something|anything|more|but) (?:more |a bit |a little )?(?:modern|newer|new)\b|\b(?:last|past) (?:few|five|ten|couple of|\d+) years\b|\bnot (?:too |very |so )?old\b/u,
    2010,
    LAST_YEAR,
  ],
  [
    /昔の|古い|往年|クラシックな|\b(?:old|older|classic|vintage) (?:[a-z-]+ ){0,2}(?:films?|movies?|one|musicals?|westerns?|comed(?:y|ies)|romances?|anime)\b|\bsomething (?:[a-z]+,? (?:and |but )?)?(?:old|classic|vintage)\b/u,
    FIRST_YEAR,
    1982,
  ],
];

function yearsOf(text: string): Facts["years"] {
  const [, since] =
    /(19\d\d|20[0-2]\d)年?(?:代)?(?:以降|以後|から(?:あと|後)?|より(?:後|あと|新し))/u.exec(text) ??
    /\b(?:since|after|post-?) ?(19\d\d|20[0-2]\d)\b/u.exec(text) ??
    /\b(19\d\d|20[0-2]\d) (?:on(?:wards?)?|or (?:later|newer))\b/u.exec(text) ??
    [];
  if (since !== undefined) return { from: Number(since), to: LAST_YEAR };
  const [, long, short] =
    /(?:\b|[^\d])(19\d|20[0-2])0(?:年代|s\b|'s\b)|(?:\b|[^\d])([2-9])0(?:年代|s\b|'s\b)/u.exec(text) ?? [];
  if (long !== undefined) return { from: Number(long) * 10, to: Number(long) * 10 + 9 };
  if (/(?:^|[^\d])00年代/u.test(text)) return { from: 2000, to: 2009 };
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
  if (
    /\b(?:isn't|not|no|never|aren't) (?:a |like )?(?:three|3)[- ]?hours?|3時間(?:もない|は(?:長い|無理|きつい|嫌))/u.test(
      text,
    )
  )
    return 150;
  if (/2時間(?:以内|以下|くらい|ぐらい|まで|切)|(?:under|less than|within) (?:two|2) hours/u.test(text)) return 120;
  if (/1時間(?:くらい|ぐらい|以内|ちょい|で|の|もの)|(?:under|less than|within|about) an? hour\b/u.test(text))
    return 60 + LENIENCE;
  if (/2時間半(?!以上)/u.test(text)) return 150 + LENIENCE;
  return /短い|短め|短編|すぐ終わ|短く|サクッと|さくっと|\bshort(?:er|ish)?\b|not too long|長くない|長すぎない|長いのは(?:嫌|いや|苦手|無理|ちょっと)|\b(?:not|nothing|no|isn't) (?:too |very |so )?long\b|\bquick\b/u.test(
    text,
  )
    ? SHORT
    : undefined;
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
