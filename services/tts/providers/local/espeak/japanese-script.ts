import type { JapaneseTokenizer } from "@guchi/platform/text/japanese-tokenizer.ts";
import { japaneseClauses, WORDLESS, type Ending } from "../japanese/clauses.ts";
import { kanaSpelling } from "./kana-spelling.ts";
import { phonemes } from "./phonemes.ts";
import { phrases } from "./phrases.ts";
import { respell } from "./respell.ts";

/** The marks that move espeak's voice; it knows 。 too, but not after phonemes. */
const MARKS: Record<Ending, string> = { "、": ",", "。": ".", "！": "!", "？": "?" };

/**
 * The text as a script for espeak's Japanese voice: phonemes in [[ ]], one word a phrase, and marks
 * for the pauses.
 */
export function japaneseScript(text: string, tokenizer: JapaneseTokenizer): string {
  const spoken = japaneseClauses(text, kanaSpelling).flatMap(({ text: clause, ending }) => {
    const words = phrases(respell(clause), tokenizer).map((phrase) => `[[${phonemes(phrase.morae, phrase.accent)}]]`);
    return words.length === 0 ? [] : [`${words.join(" ")}${MARKS[ending]}`];
  });
  return spoken.length === 0 ? japaneseScript(WORDLESS, tokenizer) : spoken.join(" ");
}
