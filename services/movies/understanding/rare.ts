import { joinedName } from "../films/film.ts";
import { isDenied } from "./denial.ts";
import { isIn, type Part } from "./sentences.ts";

/** A word, and what finds it in what is told of a film. */
export interface RareWord {
  readonly word: string;
  readonly pattern: RegExp;
}

/**
 * The words of a message, made plain, that are no concept's and not denied, as films may be told of
 * with: "volleyball". `asks` is where it asks, empty for all of it; `known` is what concepts have.
 */
export function rareWords(letters: string, asks: readonly Part[], known: readonly Part[]): readonly RareWord[] {
  const words = Array.from(letters.matchAll(WORD), ({ 0: word, index }) => ({
    word,
    start: index,
    end: index + word.length,
  }));
  const rare = words.filter(
    ({ word, start, end }) =>
      !COMMON.has(word) &&
      (asks.length === 0 || asks.some((each) => isIn(each, start))) &&
      !known.some((each) => each.start < end && start < each.end) &&
      !isDenied(letters.slice(0, start), letters.slice(end)),
  );
  return [...new Set(rare.map(({ word }) => word))].map((word) => ({
    word,
    pattern: LATIN.test(word) ? new RegExp(String.raw`\b${word.replace(/s$/u, "")}`, "u") : new RegExp(word, "u"),
  }));
}

/**
 * What may be names in a message, made plain, each as one word: wherever they stand, for who is
 * named is meant. "Robin Williams was my childhood", トムクルーズ.
 */
export function namesIn(letters: string): readonly string[] {
  const names = Array.from(letters.matchAll(NAME), (match) => {
    const { index } = match;
    const name = match[1] ?? match[0];
    return isDenied(letters.slice(0, index), letters.slice(index + name.length)) ? [] : [joinedName(name)];
  });
  return [...new Set(names.flat())];
}

/** Each two Latin words that follow each other, and what is in katakana or Chinese characters. */
const NAME =
  /(?<![\p{Script=Latin}'])(?=([\p{Script=Latin}'-]{2,} [\p{Script=Latin}'-]{2,})(?![\p{Script=Latin}']))|[\p{Script=Katakana}ー]{2,}(?:・[\p{Script=Katakana}ー]{2,})*|[\p{Script=Han}々]{3,}/gu;

const WORD = /\p{Script=Han}{2,}|[\p{Script=Katakana}ー]{3,}|(?<![\p{Script=Latin}'])[a-z]{4,}/gu;
const LATIN = /^[a-z]+$/u;
/** What every request has, and what tells of who asks. */
const COMMON: ReadonlySet<string> = new Set(
  `映画 作品 主人公 舞台 登場 邦画 洋画 今日 今夜 明日 昨日 最近 気分 時間 一本 一緒 自分 感じ 何本 部分 最後 最高 普通 全部 場面 希望 友達 日本 海外 世界 人間 話題 名作
  おすすめ タイトル シーン ストーリー イメージ
  film films movie movies watch watching something anything nothing please recommend suggest want need like with about that this from have some good great best nice really
  very much more less most just also only then than when where what which would could should there their they them your mine into over maybe ideally kind type sort thing
  things stuff movie story stories tonight today night week year years time times looking feel feeling watched seen show give make makes made people person someone
  somebody little pretty quite kinda sorta know think thinking love loved likes enjoy find help long short world life main lead character set one ones`.split(
    /\s+/u,
  ),
);
