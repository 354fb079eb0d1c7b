import { normalizeText } from "../text/normalize.ts";
import { englishLifeSigns } from "./english-life.ts";
import { englishFarewells, englishPlanHints, englishPlanSigns } from "./english-plans.ts";
import { englishSigns } from "./english.ts";
import { japaneseHintFarewells, japaneseHints } from "./japanese-hints.ts";
import { japaneseLifeSigns } from "./japanese-life.ts";
import { japanesePlanFarewells, japanesePlanSigns } from "./japanese-plans.ts";
import { japaneseFarewells, japaneseSigns } from "./japanese.ts";

/** A way to speak of one's own death or of hurting oneself. */
export interface SelfHarmSign {
  readonly pattern: RegExp;
  /** What in the same sentence makes it mean something else: 「自殺のニュースを見た」. */
  readonly unless?: RegExp;
}

/**
 * Whether the words speak of the speaker's own death wish, of suicide or of self-harm, in Japanese or English, whatever
 * the text's language is. Lexical, so that it works without a network, always answers the same, and can be read and
 * judged by people; a cloud provider can only add to it.
 *
 * Where it is unclear whether the speaker means their own death, the answer is true: a help-line number too many costs a
 * smile, one too few may cost a life. 「恥ずかしくて消えたい」 therefore counts. Hyperbole that wishes for nothing (暑くて
 * 死ぬ, 死ぬほど疲れた, "this traffic is killing me") and anger at others (死ね, 殺す気か) do not: only wishes, plans, means
 * and farewells do, not the bare word for dying.
 */
export function speaksOfSelfHarm(text: string): boolean {
  const normalized = unmask(normalizeText(text).toLowerCase());
  const japanese = foldJapanese(normalized);
  return (
    // A LINE user breaks lines inside a sentence: read with and without the breaks.
    shows(JAPANESE, japanese.split(/[。!?\n]/u)) ||
    shows(JAPANESE, japanese.replace(/\n/gu, "").split(/[。!?]/u)) ||
    // A farewell takes more than one sentence: 「もういいや。疲れた。さようなら」.
    shows(JAPANESE_FAREWELLS, [japanese.replace(/\n/gu, "。")]) ||
    shows(ENGLISH, normalized.split(/[.!?\n]/u)) ||
    shows(ENGLISH, normalized.replace(/\s+/gu, " ").split(/[.!?]/u)) ||
    shows(englishFarewells, [normalized.replace(/\s+/gu, " ")])
  );
}

const JAPANESE = [...japaneseSigns, ...japaneseLifeSigns, ...japaneseHints, ...japanesePlanSigns];
const JAPANESE_FAREWELLS = [...japaneseFarewells, ...japaneseHintFarewells, ...japanesePlanFarewells];
const ENGLISH = [...englishSigns, ...englishLifeSigns, ...englishPlanSigns, ...englishPlanHints];

function shows(signs: readonly SelfHarmSign[], sentences: readonly string[]): boolean {
  return sentences.some((sentence) =>
    signs.some(({ pattern, unless }) => pattern.test(sentence) && unless?.test(sentence) !== true),
  );
}

/** English words that are masked from a filter, as plain words: s*icide, su1cide, k!ll mys3lf, unal1ve, self-h@rm. */
function unmask(text: string): string {
  return text
    .replace(/\bs[u*@#_.-]{0,2}[i1!*|]?[csz]{1,2}[i1!*|y]+d(?:[e3*]|al)(?![a-z])/gu, (word) =>
      word.endsWith("al") ? "suicidal" : "suicide",
    )
    .replace(/\bk[i1!*|]ll?(ing|ed)?\b/gu, (_, ending: string | undefined) => `kill${ending ?? ""}`)
    .replace(/\bmy ?s[e3*]l?[fv]+\b/gu, "myself")
    .replace(/\bd[1!*|](e|ing)\b/gu, "di$1")
    .replace(/\bun ?al[i1!*|]ve\b/gu, "unalive")
    .replace(/\bself[- ]?h[@4*]rm/gu, "self harm");
}

/** Katakana and small kana as plain hiragana, 4に and タヒ as 死, and no spaces or dots that would hide a word: 死 に・た い. */
function foldJapanese(text: string): string {
  return text
    .replace(/[ァ-ヶ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/[ぁぃぅぇぉ]/gu, (small) => String.fromCharCode(small.charCodeAt(0) + 1))
    .replace(/[^\S\n]+|[・.,*_/|+~〜\-…、]+(?=[ぁ-んー一-龠々])/gu, "")
    .replace(
      /(?:たひ|氏|[〇○◯●×✕](?=に[たて])|(?<![0-9])4)(?=に(?:た|て)|のう|ん(?:で|だ)|ね(?:ば|る|た)|ぬ)|たひ(?=りた)/gu,
      "死",
    )
    .replace(/死り(?=た)/gu, "死に")
    .replace(
      /(?<![ぁ-ん])し(?=ぬ(?:しか|ほうほう|ことばか|ことしか|べき)|ん(?:でしまい|じゃいた|で楽|だほうが|だら楽))/gu,
      "死",
    );
}
