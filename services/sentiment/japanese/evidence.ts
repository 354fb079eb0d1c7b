import { ambivalent } from "./lexicon/ambivalent.ts";
import { grammar, type Pattern } from "./grammar.ts";
import { isNegated } from "./negation.ts";
import type { PhraseIndex, PhraseMatch } from "./phrase-index.ts";
import { slang } from "./slang.ts";
import { foldKana, type Word } from "./tokens.ts";

/** One sign of feeling in a text. */
export interface Evidence {
  /** Where it begins, in UTF-16 units from the sentence's start. */
  readonly at: number;
  readonly polarity: number;
  /** Counts only in a message without a positive word. */
  readonly unlessPositive: boolean;
}

/** A negated complaint is only half a joy: 「寒くない」 is less than 「暖かい」. */
const NEGATED_NEGATIVE = -0.7;
/** A negated joy is a complaint: 楽しくない. */
const NEGATED_POSITIVE = -0.9;

/**
 * All signs in one sentence: from the lexicon, from slang where the lexicon found nothing, and from
 * the grammar.
 */
export function findEvidence(sentence: string, words: readonly Word[], index: PhraseIndex): Evidence[] {
  const offsets = offsetsOf(words);
  const matches = index.find(words).filter((match) => !isFalseFriend(match, words));
  const covered = matches.map((match) => [offsets[match.start] ?? 0, offsets[match.end] ?? sentence.length] as const);
  const free = (at: number) => !covered.some(([start, end]) => at >= start && at < end);
  return [
    ...matches.map((match) => fromMatch(match, words, offsets)),
    ...fromPatterns(slang, foldKana(sentence)).filter(({ at }) => free(at)),
    ...fromPatterns(grammar, sentence),
    ...findAbsences(words, offsets).filter(({ at }) => free(at)),
  ];
}

const NOT_MISSED =
  /^(?:問題|異常|必要|関係|予定|特|別|間違い|違い|変わり|変更|他|ほか|なん|何|誰|限り|はず|よう|つもり|方|用|癖|汚れ|虫|嘘|害|危険)$/u;

/** Something is not there: 仕様書がない, 返事もない. The lexicon knows what one is glad to miss (残業がない). */
function findAbsences(words: readonly Word[], offsets: readonly number[]): Evidence[] {
  return words.flatMap((noun, position) => {
    const particle = words[position + 1]?.surface ?? "";
    const verb = words[position + 2];
    const absent = verb?.negator === true && verb.pos === "形容詞" && !/^な(?:く|けれ|きゃ)/u.test(verb.surface);
    const misses = noun.pos === "名詞" && noun.detail !== "非自立" && !NOT_MISSED.test(noun.surface);
    return misses && absent && /^(?:が|も|すら|さえ)$/u.test(particle)
      ? [{ at: offsets[position] ?? 0, polarity: -0.6, unlessPositive: true }]
      : [];
  });
}

function offsetsOf(words: readonly Word[]): number[] {
  const offsets = [0];
  let at = 0;
  for (const word of words) {
    at += word.surface.length;
    offsets.push(at);
  }
  return offsets;
}

function fromMatch(
  { start, end, phrase, polarity }: PhraseMatch,
  words: readonly Word[],
  offsets: readonly number[],
): Evidence {
  const at = offsets[start] ?? 0;
  if (isNegated(words, end)) {
    return { at, polarity: polarity * (polarity < 0 ? NEGATED_NEGATIVE : NEGATED_POSITIVE), unlessPositive: false };
  }
  return { at, polarity, unlessPositive: ambivalent.has(phrase) };
}

function fromPatterns(patterns: readonly Pattern[], sentence: string): Evidence[] {
  const found: Evidence[] = [];
  for (const { pattern, polarity, unlessPositive } of patterns) {
    for (const match of sentence.matchAll(pattern)) {
      found.push({ at: match.index, polarity, unlessPositive: unlessPositive === true });
    }
  }
  return found;
}

/** Words of the lexicon that mean something else here. */
function isFalseFriend({ start, end, phrase }: PhraseMatch, words: readonly Word[]): boolean {
  const before = words[start - 1];
  const first = words[start];
  const after = words[end];
  switch (phrase) {
    // 行っていい？ 行けばいい, どうでもいい, いい加減, いい人 ぶる
    case "いい":
    case "良い":
    case "よい":
      return (
        before?.surface === "て" ||
        before?.surface === "で" ||
        before?.surface === "も" ||
        before?.surface === "ば" ||
        before?.surface === "たら" ||
        before?.surface === "だら" ||
        before?.surface === "と" ||
        after?.surface === "加減"
      );
    case "よかった":
    case "良かった":
      return before?.surface === "ば" || before?.surface === "たら" || before?.surface === "だら";
    // Interjection: いや、違う
    case "いや":
      return first?.pos === "感動詞" && after?.surface === "、";
    // 暖かい茶が好き？ asks; すごい雨 measures
    case "すごい":
    case "凄い":
    case "スゴい":
      return (
        after !== undefined &&
        (after.pos === "名詞" || after.pos === "形容詞" || after.pos === "副詞" || after.pos === "動詞")
      );
    // 頭が切れる, 息が切れる are their own entries; 〜切れる after a verb is "to the end"
    case "切れる":
      return first?.detail === "非自立";
    // このままでいいの「かなって」: no wish come true
    case "かなう":
      return first?.surface === "かなっ";
    default:
      return false;
  }
}
