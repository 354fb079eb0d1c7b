import type { JapaneseToken, JapaneseTokenizer } from "@guchi/platform/text/japanese-tokenizer.ts";
import { degree } from "./lexicon/ambivalent.ts";

/** A token with what the rules ask of it. */
export interface Word {
  readonly surface: string;
  /** Dictionary form; every spoken negator (ん, ぬ, ず, ねえ) is ない; katakana is folded to hiragana. */
  readonly base: string;
  readonly pos: string;
  readonly detail: string;
  readonly negator: boolean;
  /** False for particles and adverbs of degree, which may stand inside a phrase of the lexicon. */
  readonly content: boolean;
}

const NEGATORS: ReadonlySet<string> = new Set(["ない", "ん", "ぬ", "ず", "まい", "へん", "なし", "無い"]);
const PHRASE_PARTICLES: ReadonlySet<string> = new Set([
  "が",
  "は",
  "も",
  "を",
  "に",
  "って",
  "とか",
  "で",
  "と",
  "さえ",
  "すら",
]);

/** The text's words in order. */
export function toWords(tokenizer: JapaneseTokenizer, text: string): Word[] {
  return tokenizer.tokenize(text).map(toWord);
}

function toWord(token: JapaneseToken): Word {
  const dictionaryForm = token.basic_form === "*" ? token.surface_form : token.basic_form;
  const negator =
    NEGATORS.has(dictionaryForm) && (token.pos === "助動詞" || token.pos === "形容詞" || token.surface_form === "なし");
  const particle = token.pos === "助詞" && PHRASE_PARTICLES.has(token.surface_form);
  const adverb = degree.has(token.surface_form) && token.pos !== "助動詞";
  return {
    surface: token.surface_form,
    base: negator ? "ない" : foldKana(dictionaryForm),
    pos: token.pos,
    detail: token.pos_detail_1,
    negator,
    content: !particle && !adverb && token.pos !== "フィラー",
  };
}

/** Katakana as hiragana, so that イライラ and いらいら are one word. */
export function foldKana(text: string): string {
  return text.replace(/[ァ-ヶ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}
