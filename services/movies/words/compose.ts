import type { Language } from "@guchi/contracts/language.ts";
import { MAX_MESSAGE_UTF16_UNITS } from "@guchi/contracts/guchi.ts";
import type { Film, RecommendMode } from "@guchi/contracts/movie.ts";
import type { Chosen } from "../choose.ts";
import type { StoredFilm } from "../films/film.ts";
import { genreName, MOODS } from "../films/vocabulary.ts";
import { pick } from "../pick.ts";
import { FIRST_YEAR, LAST_YEAR } from "../understanding/facts.ts";
import { isKind, type Concept } from "../understanding/lexicon.ts";
import type { Wish } from "../understanding/wish.ts";
import { SAYS, THAT_MOOD } from "./words.ts";

/** Longest line of a review, in UTF-16 units. */
const LONGEST_LINE: Readonly<Record<Language, number>> = { ja: 70, en: 150 };
/** Most words of a request that are repeated. */
const MOST_NAMED = 3;

/** A film as an answer shows it. */
export function filmView(film: StoredFilm, language: Language): Film {
  const { key, title, year, director, country, minutes, rating } = film;
  return {
    key,
    title,
    year,
    director,
    country,
    genres: film.genres.map((id) => ({ id, name: { ja: genreName(id, "ja"), en: genreName(id, "en") } })),
    minutes,
    rating,
    line: lineOf(film, language),
  };
}

/** The first sentence of a review, or as much of it as makes one line. */
export function lineOf({ review }: StoredFilm, language: Language): string {
  const text = review[language];
  const [first = text] =
    language === "ja" ? (/^.*?[。！？]/u.exec(text) ?? []) : (/^.*?[.!?](?=\s|$)/u.exec(text) ?? []);
  const most = LONGEST_LINE[language];
  if (first.length <= most) return first;
  const cut = first.slice(0, most);
  const at = Math.max(
    cut.lastIndexOf(language === "ja" ? "、" : ", "),
    cut.lastIndexOf(language === "ja" ? "。" : " "),
  );
  return `${at > most / 2 ? cut.slice(0, at) : cut}…`;
}

/** What she says. `chance` is a number from 0 up to 1. */
export function sentence(
  { film }: Pick<Chosen, "film">,
  wish: Wish,
  { mode, language, chance }: { readonly mode: RecommendMode; readonly language: Language; readonly chance: number },
): string {
  const template = pick(SAYS[mode][language], chance) ?? "{title}";
  const said = (line: string) =>
    template
      .replace("{title}", () => film.title[language])
      .replace("{line}", () => line)
      .replace("{wish}", () => wishNames(wish, language))
      .trim();
  const whole = said(lineOf(film, language));
  return whole.length <= MAX_MESSAGE_UTF16_UNITS ? whole : said("").slice(0, MAX_MESSAGE_UTF16_UNITS);
}

/** What was asked for, in a few words: 「泣ける・アニメ」. */
function wishNames({ wanted }: Wish, language: Language): string {
  const names = named(wanted).map(({ name }) => name[language]);
  return names.length === 0 ? THAT_MOOD[language] : names.join(language === "ja" ? "・" : " and ");
}

/** What says most of a request: what kind of film, then what is in it. */
function named(concepts: readonly Concept[]): readonly Concept[] {
  const kinds = concepts.filter(isKind);
  const things = concepts.filter((concept) => !kinds.includes(concept) && concept.id !== "surprise");
  return [...kinds, ...things].slice(0, MOST_NAMED);
}

/** What matched, or what is opposite, and which conditions were kept. */
export function whyOf(
  { film, matched, keepsFacts }: Chosen,
  wish: Wish,
  mode: RecommendMode,
  language: Language,
): string {
  const names = named(mode === "nearest" ? matched : wish.wanted).map(({ name }) => name[language]);
  const chosen = CHOSEN[mode][language](quoted(names, language));
  const genres = film.genres.map((id) => genreName(id, language)).join(language === "ja" ? "・" : ", ");
  const feel = feelNames(film, language);
  const kept = keepsFacts ? factNames(wish, language) : "";
  if (language === "ja") return `${chosen}（${genres}）。${feel === "" ? "" : `${feel}一本。`}${kept}`;
  return [`${chosen} (${genres}).`, ...(feel === "" ? [] : [`It is ${feel}.`]), kept].join(" ").trim();
}

/** What is quoted names what was asked for; undefined where nothing was named. */
const CHOSEN: Readonly<Record<RecommendMode, Readonly<Record<Language, (quoted: string | undefined) => string>>>> = {
  nearest: {
    ja: (quoted) => (quoted === undefined ? "言葉の近さで選んだよ" : `${quoted}で選んだよ`),
    en: (quoted) => (quoted === undefined ? "The film nearest to your words" : `A film for ${quoted}`),
  },
  farthest: {
    ja: (quoted = "今の気分") => `${quoted}からいちばん遠い映画を選んだよ`,
    en: (quoted = "how you feel") => `The film farthest from ${quoted}`,
  },
};

function quoted(names: readonly string[], language: Language): string | undefined {
  if (names.length === 0) return undefined;
  return language === "ja" ? names.map((name) => `「${name}」`).join("") : inEnglish(names.map((name) => `“${name}”`));
}

/** How a film feels, empty where nobody said, before a noun or after "is": 「爽快で、ばかばかしくて、かっこいい」. */
function feelNames({ moods }: Pick<StoredFilm, "moods">, language: Language): string {
  const known = moods.flatMap((id) => MOODS.get(id) ?? []);
  if (language === "en") return inEnglish(known.map(({ en }) => en));
  return known.map(({ ja, jaTe }, at) => (at === known.length - 1 ? ja : `${jaTe}、`)).join("");
}

const inEnglish = (names: readonly string[]): string => new Intl.ListFormat("en").format(names);

function factNames({ facts: { years, minMinutes, maxMinutes, country, isForAll } }: Wish, language: Language): string {
  const isJapanese = language === "ja";
  const names = [
    years === undefined ? undefined : yearNames(years, isJapanese),
    minMinutes === undefined ? undefined : isJapanese ? `${minMinutes}分以上` : `${minMinutes} min or more`,
    maxMinutes === undefined ? undefined : isJapanese ? `${maxMinutes}分以内` : `up to ${maxMinutes} min`,
    country === undefined ? undefined : countryName(country, language),
    isForAll === undefined ? undefined : isJapanese ? "どの年齢でも" : "for all ages",
  ].filter((name) => name !== undefined);
  if (names.length === 0) return "";
  return isJapanese ? `条件：${names.join("、")}。` : `Kept to: ${names.join(", ")}.`;
}

function yearNames({ from, to }: { readonly from: number; readonly to: number }, isJapanese: boolean): string {
  const now = to === LAST_YEAR;
  const ever = from === FIRST_YEAR;
  if (isJapanese) return now ? `${from}年以降` : ever ? `${to}年以前` : from === to ? `${from}年` : `${from}〜${to}年`;
  return now ? `since ${from}` : ever ? `up to ${to}` : from === to ? `${from}` : `${from}–${to}`;
}

function countryName({ code, isWanted }: NonNullable<Wish["facts"]["country"]>, language: Language): string {
  const name = code
    .split(" ")
    .map((each) => countryNames[language].of(each) ?? each)
    .join(language === "ja" ? "・" : " or ");
  if (language === "ja") return isWanted ? name : `${name}以外`;
  return isWanted ? name : `not ${name}`;
}

/** Made once: slow to make. */
export const countryNames = {
  ja: new Intl.DisplayNames("ja", { type: "region" }),
  en: new Intl.DisplayNames("en", { type: "region" }),
};
