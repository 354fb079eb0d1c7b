import type { JapaneseTokenizer } from "@guchi/platform/text/japanese-tokenizer.ts";
import { englishPolarity } from "../english/analyze.ts";
import { createJapaneseReader } from "../japanese/analyze.ts";
import { fold } from "../self-harm/fold.ts";
import { speaksOfSelfHarm } from "../self-harm/self-harm.ts";
import { readEmoticons } from "../text/emoticons.ts";
import { normalizeText } from "../text/normalize.ts";
import { createConceptFinder } from "./concepts.ts";
import type { Material } from "./features.ts";

const JAPANESE = /[ぁ-んァ-ヶ一-龠々]/u;
/** Steps of polarity that the model tells apart. */
const POLARITY_STEP = 0.5;

/** A text as the model sees it, and whether a rule reads plain words of self-harm in it. */
export interface Perceived extends Material {
  readonly plainly: boolean;
}

/**
 * Reads a text for the model: its letters, its words, and what our rules say of it. Some
 * milliseconds.
 */
export function createPerception(tokenizer: JapaneseTokenizer): (text: string) => Perceived {
  const readJapanese = createJapaneseReader(tokenizer);
  const conceptsOf = createConceptFinder();
  return (text) => {
    const { rest, ...emoticons } = readEmoticons(text.toWellFormed());
    const plain = normalizeText(rest);
    const japanese = JAPANESE.test(plain);
    const read = japanese
      ? readJapanese(plain, emoticons)
      : { polarity: englishPolarity(plain, emoticons), sentences: [] };
    const { english, japanese: folded } = fold(text);
    const plainly = speaksOfSelfHarm(text);
    const signs = [
      `polarity ${Math.round(Math.max(-3, Math.min(3, read.polarity)) / POLARITY_STEP)}`,
      ...(plainly ? ["self-harm"] : []),
      ...conceptsOf({ folded, spaced: english }),
    ];
    const words = read.sentences.flat();
    return { said: plain, spaced: english, folded, polarity: read.polarity, words, signs, plainly };
  };
}
