import { fold } from "./fold.ts";
import { englishLifeSigns } from "./english-life.ts";
import { englishPlainSigns } from "./english-plain.ts";
import { englishFarewells, englishPlanHints, englishPlanSigns } from "./english-plans.ts";
import { englishSigns } from "./english.ts";
import { japaneseHintFarewells, japaneseHints } from "./japanese-hints.ts";
import { japaneseLifeSigns } from "./japanese-life.ts";
import { japanesePlainSigns } from "./japanese-plain.ts";
import { japanesePlanFarewells, japanesePlanSigns } from "./japanese-plans.ts";
import { japaneseFarewells, japaneseSigns } from "./japanese.ts";
import type { SelfHarmSign } from "./sign.ts";

/**
 * Whether the words speak of the speaker's own death wish, of suicide or of self-harm, in Japanese
 * or English, whatever the text's language is. By rules that people can read and judge, as evidence
 * for the model (listening/), which hears what no rule foresaw.
 *
 * Where it is unclear whether the speaker means their own death, the answer is true: a help-line
 * number too many costs a smile, one too few may cost a life. 「恥ずかしくて消えたい」 therefore counts.
 * Hyperbole that wishes for nothing (暑くて 死ぬ, 死ぬほど疲れた, "this traffic is killing me") and anger at
 * others (死ね, 殺す気か) do not: only wishes, plans, means and farewells do, not the bare word for
 * dying.
 */
export function speaksOfSelfHarm(text: string): boolean {
  const { japanese, english } = fold(text);
  return (
    // A LINE user breaks lines inside a sentence: read with and without the breaks.
    shows(JAPANESE, japanese.split(/[。!?\n]/u)) ||
    shows(JAPANESE, japanese.replace(/\n/gu, "").split(/[。!?]/u)) ||
    // A farewell takes more than one sentence: 「もういいや。疲れた。さようなら」.
    shows(JAPANESE_FAREWELLS, [japanese.replace(/\n/gu, "。")]) ||
    shows(ENGLISH, english.split(/[.!?\n]/u)) ||
    shows(ENGLISH, english.replace(/\s+/gu, " ").split(/[.!?]/u)) ||
    shows(englishFarewells, [english.replace(/\s+/gu, " ")])
  );
}

const JAPANESE = [
  ...japaneseSigns,
  ...japanesePlainSigns,
  ...japaneseLifeSigns,
  ...japaneseHints,
  ...japanesePlanSigns,
];
const JAPANESE_FAREWELLS = [...japaneseFarewells, ...japaneseHintFarewells, ...japanesePlanFarewells];
const ENGLISH = [...englishSigns, ...englishPlainSigns, ...englishLifeSigns, ...englishPlanSigns, ...englishPlanHints];

function shows(signs: readonly SelfHarmSign[], sentences: readonly string[]): boolean {
  return sentences.some((sentence) =>
    signs.some(({ pattern, unless }) => pattern.test(sentence) && unless?.test(sentence) !== true),
  );
}
