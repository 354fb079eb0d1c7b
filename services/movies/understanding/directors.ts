import { joinedName, type StoredFilm } from "../films/film.ts";
import { isDenied } from "./denial.ts";
import { conceptsIn, plain } from "./lexicon.ts";

/** Who made the films of a studio that is asked for by its name. */
const STUDIOS: readonly (readonly [name: RegExp, directors: ReadonlySet<string>])[] = [
  [/ジブリ|ghibli/u, new Set(["宮崎駿", "高畑勲", "近藤喜文", "森田宏幸", "宮崎吾朗", "米林宏昌"])],
  [
    /ディズニー|ピクサー|disney|pixar/u,
    new Set([
      "ジョン・ラセター",
      "ピート・ドクター",
      "アンドリュー・スタントン",
      "リー・アンクリッチ",
      "ブラッド・バード",
      "デイヴィッド・ハンド",
      "ベン・シャープスティーン",
      "ジョン・マスカー、ロン・クレメンツ",
      "ゲーリー・トゥルースデイル、カーク・ワイズ",
      "ロジャー・アラーズ、ロブ・ミンコフ",
      "クリス・バック、ジェニファー・リー",
      "ドン・ホール、クリス・ウィリアムズ",
      "バイロン・ハワード、リッチ・ムーア",
      "ウォルフガング・ライザーマン、ハミルトン・S・ラスク、クライド・ジェロニミ",
    ]),
  ],
];

/** Shortest family names, in UTF-16 units, that are meant wherever they stand. */
const SHORTEST_KATAKANA = 3;
const SHORTEST_ENGLISH = 5;

const KATAKANA_RUNS = /[\p{Script=Katakana}ー]+/gu;
const HAN_BEGINNINGS = /(?=(\p{Script=Han}[\p{L}々]{2}))/gu;
const LATIN_WORDS = /[\p{Script=Latin}-]+?(?=(?:-?(?:esque|ian|ish|like|style|type))?(?![\p{Script=Latin}-]))/gu;

/**
 * How the names of directors may begin that a message speaks of, as the store looks them up: in
 * Japanese a whole name, or a foreigner's family name, in English a family name.
 */
export function directorsIn(text: string): readonly string[] {
  const letters = plain(text);
  const katakana = Array.from(letters.matchAll(KATAKANA_RUNS), ({ 0: run }) =>
    Array.from({ length: Math.max(0, run.length - SHORTEST_KATAKANA + 1) }, (_, at) => run.slice(at)),
  ).flat();
  const han = [...letters.matchAll(HAN_BEGINNINGS), ...letters.matchAll(HAN_FAMILIES)].map(([, name = ""]) => name);
  const latin = Array.from(letters.matchAll(LATIN_WORDS), ([word]) => word).filter(({ length }) => length > 2);
  const studios = STUDIOS.flatMap(([name, directors]) => (name.test(letters) ? [...directors].map(familyOf) : []));
  return [...new Set([...studios, ...katakana, ...han, ...latin])];
}

/** Of films that `directorsIn` found those by who is asked for; a whole name beats a family's. */
export function filmsAskedFor(text: string, films: readonly StoredFilm[]): readonly StoredFilm[] {
  const letters = plain(text);
  const asked = films.filter((film) => isByNamed(letters, film) === true);
  const whole = asked.filter(({ director }) =>
    [director.ja, director.en].some((name) => letters.includes(plain(name))),
  );
  return whole.length > 0 ? whole : asked;
}

/**
 * Whether a message, made plain, names who made the film: 「小津みたいな」, "a Hitchcock film"; false
 * where it does not want them: 「ジブリ以外」.
 */
export function isByNamed(letters: string, { director }: Pick<StoredFilm, "director">): boolean | undefined {
  const sides = [
    ...STUDIOS.flatMap(([name, directors]) =>
      directors.has(director.ja) ? sidesOf(letters, name.exec(letters)?.[0] ?? "") : [],
    ),
    ...plain(director.ja)
      .split("、")
      .flatMap((name) => japaneseSides(letters, name)),
    ...plain(director.en)
      .split(", ")
      .flatMap((name) => englishSides(letters, name)),
  ];
  return sides.length === 0 ? undefined : !sides.some(([before, after]) => isDenied(before, after));
}

/** Whether a film is to be like theirs, and not one of theirs: 「三谷幸喜みたいな、海外の」. */
export function isLikenessOf(letters: string, director: StoredFilm["director"]): boolean {
  const [japanese, english] = [plain(director.ja), plain(director.en)];
  return [japanese, familyOf(japanese), english, english.split(" ").at(-1) ?? ""]
    .filter(({ length }) => length > 1)
    .flatMap((name) => sidesOf(letters, name))
    .some(
      ([before, after]) =>
        /\b(?:like|similar to) $/u.test(before) || /^(?:監督)?(?:みたい|っぽ|のよう|風)/u.test(after),
    );
}

/** Whether a name, as one word, is another's of the same family: "Robin Williams" made no film. */
export function isNamesake(name: string, director: StoredFilm["director"]): boolean {
  const [japanese, english] = [plain(director.ja).split("、"), plain(director.en).split(", ")];
  return [
    ...japanese.filter((each) => each.includes("・")).map((each) => ({ each, family: familyOf(each) })),
    ...english.map((each) => ({ each, family: each.split(" ").at(-1) ?? each })),
  ].some(({ each, family }) => name !== joinedName(each) && name.length > family.length && name.endsWith(family));
}

type Sides = readonly (readonly [before: string, after: string])[];

/** What stands on both sides of a name, where it is there. */
function sidesOf(letters: string, name: string): Sides {
  const at = name === "" ? -1 : letters.lastIndexOf(name);
  return at === -1 ? [] : [[letters.slice(0, at), letters.slice(at + name.length)]];
}

/** The name, a foreigner's family name, or the first two letters where a director is meant. */
function japaneseSides(letters: string, name: string): Sides {
  const alone = (sides: Sides) =>
    sides.filter(([before, after]) => !KATAKANA_END.test(before) && !KATAKANA_START.test(after));
  if (HAN_NAME.test(name)) {
    const whole = name.length > 2 ? sidesOf(letters, name) : [];
    return [...whole, ...sidesOf(letters, name.slice(0, 2)).filter(([, after]) => OF_DIRECTOR.test(after))];
  }
  const family = familyOf(name);
  const names = [name, name.replaceAll("・", ""), ...(family.length < SHORTEST_KATAKANA ? [] : [family])];
  return names.flatMap((each) => alone(sidesOf(letters, each)));
}

/** A foreigner's family name, as the store has it. */
function familyOf(name: string): string {
  return name.split("・").at(-1) ?? name;
}

const KATAKANA_END = /[\p{Script=Katakana}ー・=]$/u;
const KATAKANA_START = /^[\p{Script=Katakana}ー・]/u;
const HAN_NAME = /^\p{Script=Han}{2,}/u;
const DIRECTED =
  "監督|作品|映画|アニメ|みたい|っぽ|風|以外|じゃな|が好き|ファン|の(?:映画|作品|アニメ|やつ|よう|白黒|カラー|時代劇|名作|初期|晩年)";
const OF_DIRECTOR = new RegExp(`^(?:${DIRECTED})`, "u");
const HAN_FAMILIES = new RegExp(String.raw`(?=(\p{Script=Han}{2})(?:${DIRECTED}))`, "gu");

/** The name, or the family name where it is no word of its own or stands as who made a film. */
function englishSides(letters: string, name: string): Sides {
  const alone = (sides: Sides) =>
    sides.filter(([before, after]) => !LATIN_END.test(before) && !LATIN_START.test(after));
  const family = name.split(" ").at(-1) ?? name;
  const isWord = family.length < SHORTEST_ENGLISH || conceptsIn(family).length > 0;
  const ofFamily = alone(sidesOf(letters, family)).filter(([before]) => !isWord || BY.test(before));
  return [...alone(sidesOf(letters, name)), ...ofFamily];
}

const BY = /\b(?:by|director)\s$/u;
const LATIN_END = /[\p{Script=Latin}-]$/u;
const LATIN_START = /^(?!-?(?:esque|ian|ish|like|style|type)\b)[\p{Script=Latin}-]/u;
