import type { JapaneseTokenizer } from "@guchi/platform/text/japanese-tokenizer.ts";
import { japaneseClauses, type Ending } from "./japanese-text.ts";
import { phonemes } from "./phonemes.ts";
import { phrases } from "./phrases.ts";

/** What she says when there is nothing to say, as for a message of emoji only. */
export const WORDLESS = "ふふ";

/** The marks that move espeak's voice; it knows 。 too, but not after phonemes. */
const MARKS: Record<Ending, string> = { "、": ",", "。": ".", "！": "!", "？": "?" };

/**
 * The text as a script for espeak's Japanese voice: phonemes in [[ ]], one word a phrase, and marks
 * for the pauses.
 */
export function japaneseScript(text: string, tokenizer: JapaneseTokenizer): string {
  const spoken = japaneseClauses(text).flatMap(({ text: clause, ending }) => {
    const words = phrases(clause, tokenizer).map((phrase) => `[[${phonemes(phrase.morae, phrase.accent)}]]`);
    return words.length === 0 ? [] : [`${words.join(" ")}${MARKS[ending]}`];
  });
  return spoken.length === 0 ? japaneseScript(WORDLESS, tokenizer) : spoken.join(" ");
}
