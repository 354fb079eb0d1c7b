import type { JapaneseToken, JapaneseTokenizer } from "@guchi/platform/text/japanese-tokenizer.ts";
import { accentOf } from "./accent.ts";
import { morae, type Mora } from "./morae.ts";
import { reading } from "./reading.ts";

/** A word with its particles (文節): spoken in one go, with one accent. */
export interface Phrase {
  readonly morae: readonly Mora[];
  /** Index of the mora after which the pitch falls. */
  readonly accent: number;
}

/** A clause's phrases, as the dictionary reads it: は and へ as particles are ワ and エ, 今日 is キョー. */
export function phrases(clause: string, tokenizer: JapaneseTokenizer): Phrase[] {
  return clause
    .split(" ")
    .flatMap((part) => words(tokenizer.tokenize(part)))
    .map((word) => phrase(word, tokenizer))
    .filter(({ morae: { length } }) => length > 0);
}

function words(tokens: readonly JapaneseToken[]): JapaneseToken[][] {
  const result: JapaneseToken[][] = [];
  for (const token of tokens) {
    const word = result.at(-1);
    if (word !== undefined && leans(token, word.at(-1))) word.push(token);
    else result.push([token]);
  }
  return result;
}

const LEANING_PARTS = new Set(["助詞", "助動詞"]);
const LEANING_DETAILS = new Set(["接尾", "非自立"]);

/** Whether the token is spoken together with what stands before it. */
function leans(token: JapaneseToken, before: JapaneseToken | undefined): boolean {
  if (LEANING_PARTS.has(token.pos) || LEANING_DETAILS.has(token.pos_detail_1)) return true;
  if (/^[ーァィゥェォャュョッンぁぃぅぇぉゃゅょっん]/u.test(token.surface_form)) return true;
  // ッ holds the sound that follows it: ぶつかっ + ちゃう.
  if (before?.pos === "接頭詞" || /[っッ]$/u.test(before?.surface_form ?? "")) return true;
  // Words that the dictionary lacks come in pieces: ヤバ + い.
  if (before?.word_type === "UNKNOWN" && /^[ぁ-ん]{1,2}$/u.test(token.surface_form)) return true;
  // 全力 + 応援 is one word, 今日 + 会議 are two.
  return before?.pos === "名詞" && token.pos === "名詞" && before.pos_detail_1 !== "副詞可能";
}

function phrase(word: readonly JapaneseToken[], tokenizer: JapaneseTokenizer): Phrase {
  const readings = word.map((token, i) => reading(token, word[i + 1], tokenizer));
  return { morae: morae(readings.join("")), accent: accentOf(word, readings) };
}
