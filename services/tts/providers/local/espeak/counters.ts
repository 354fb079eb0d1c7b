import { kanjiToDigits } from "./kanji-number.ts";
import { readNumber } from "../japanese/number-reading.ts";

/**
 * Numbers in a Japanese text as they are spoken, with the counter that follows where the two melt
 * together: 3分 is サンプン, 1人 ヒトリ, 20日 ハツカ. Kanji numbers before such a counter too, for the
 * dictionary reads 一人 as イチニン.
 */
export function speakNumbers(text: string): string {
  return text
    .replace(
      /([一二三四五六七八九十百千]+)(?=人(?!前)|日|回|歳|才|時間?|か月|ヶ月|週間|円|杯|歩|月|年)/gu,
      kanjiToDigits,
    )
    .replace(/(?<=\d),(?=\d{3})/gu, "")
    .replace(NUMBER_AND_COUNTER, (_, number: string, counter: string | undefined) =>
      withCounter(number, counter ?? ""),
    );
}

const NUMBER_AND_COUNTER =
  /(\d+(?:\.\d+)?)(分|本|杯|匹|歩|回|個|階|件|歳|才|点|週間|[かカヵヶケ]月|人|日|時|月|年|円|つ)?/gu;

function withCounter(number: string, counter: string): string {
  const whole = IRREGULAR[counter]?.[number];
  if (whole !== undefined) return whole;
  const reading = readNumber(number);
  const change = CHANGES[counter.endsWith("月") && counter !== "月" ? "か月" : counter];
  if (change === undefined) return reading + counter;
  for (const [ending, replacement, counterReading] of change.endings) {
    if (reading.endsWith(ending)) return reading.slice(0, -ending.length) + replacement + counterReading;
  }
  return reading + change.reading;
}

interface Change {
  /** The counter's own reading. */
  readonly reading: string;
  /** [end of the number, what it becomes, how the counter is read after it] */
  readonly endings: readonly (readonly [string, string, string])[];
}

/** イチ, ロク, ハチ, ジュー, ヒャク shorten before a hard sound, and h turns into p. */
const shortened = (counter: string, endings = ["イチ", "ロク", "ハチ", "ジュー", "ヒャク"]): Change["endings"] =>
  endings.map((ending) => [ending, `${ending.replace(/.$/u, "")}ッ`, counter]);
const S_ENDINGS = ["イチ", "ハチ", "ジュー"];

const CHANGES: Record<string, Change> = {
  分: { reading: "フン", endings: [...shortened("プン"), ["サン", "サン", "プン"], ["ヨン", "ヨン", "プン"]] },
  本: { reading: "ホン", endings: [...shortened("ポン"), ["サン", "サン", "ボン"]] },
  杯: { reading: "ハイ", endings: [...shortened("パイ"), ["サン", "サン", "バイ"]] },
  匹: { reading: "ヒキ", endings: [...shortened("ピキ"), ["サン", "サン", "ビキ"]] },
  歩: { reading: "ホ", endings: [...shortened("ポ"), ["サン", "サン", "ポ"]] },
  回: { reading: "カイ", endings: shortened("カイ") },
  個: { reading: "コ", endings: shortened("コ") },
  階: { reading: "カイ", endings: [...shortened("カイ"), ["サン", "サン", "ガイ"]] },
  件: { reading: "ケン", endings: shortened("ケン") },
  か月: { reading: "カゲツ", endings: shortened("カゲツ") },
  歳: { reading: "サイ", endings: shortened("サイ", S_ENDINGS) },
  才: { reading: "サイ", endings: shortened("サイ", S_ENDINGS) },
  点: { reading: "テン", endings: shortened("テン", S_ENDINGS) },
  週間: { reading: "シューカン", endings: shortened("シューカン", S_ENDINGS) },
  人: { reading: "ニン", endings: [["ヨン", "ヨ", "ニン"]] },
  時: {
    reading: "ジ",
    endings: [
      ["ヨン", "ヨ", "ジ"],
      ["ナナ", "シチ", "ジ"],
      ["キュー", "ク", "ジ"],
    ],
  },
  月: {
    reading: "ガツ",
    endings: [
      ["ヨン", "シ", "ガツ"],
      ["ナナ", "シチ", "ガツ"],
      ["キュー", "ク", "ガツ"],
    ],
  },
  日: {
    reading: "ニチ",
    endings: [
      ["キュー", "ク", "ニチ"],
      ["ナナ", "シチ", "ニチ"],
    ],
  },
  年: { reading: "ネン", endings: [["ヨン", "ヨ", "ネン"]] },
  円: { reading: "エン", endings: [["ヨン", "ヨ", "エン"]] },
};

const DAYS = ["フツカ", "ミッカ", "ヨッカ", "イツカ", "ムイカ", "ナノカ", "ヨーカ", "ココノカ", "トーカ"];
const THINGS = ["ヒトツ", "フタツ", "ミッツ", "ヨッツ", "イツツ", "ムッツ", "ナナツ", "ヤッツ", "ココノツ"];

const IRREGULAR: Record<string, Record<string, string>> = {
  人: { 1: "ヒトリ", 2: "フタリ" },
  日: { ...numbered(DAYS, 2), 14: "ジューヨッカ", 20: "ハツカ", 24: "ニジューヨッカ" },
  つ: numbered(THINGS, 1),
  歳: { 20: "ハタチ" },
  才: { 20: "ハタチ" },
};

function numbered(readings: readonly string[], from: number): Record<string, string> {
  return Object.fromEntries(readings.map((reading, i) => [String(i + from), reading]));
}
