import { readFileSync } from "node:fs";
import type { Folded } from "../fold.ts";
import { readModel } from "./model-file.ts";
import { scoreOf } from "./score.ts";

/**
 * Log-odds from which the words count. Chosen by cross-validation on the examples: 3 of 740 ordinary sentences reach it, and
 * none of 164 held-out ones. At 0.25 it would be 9, a help-line number for every eightieth complaint about a printer.
 */
const THRESHOLD = 0.75;
/** A farewell takes more than one sentence. */
const MAX_SENTENCES = 2;

const model = readModel(readFileSync(new URL("model.tsv", import.meta.url), "utf8"));

/**
 * Whether the words are like those of people who speak of their own death or of hurting themselves, in what two letters or
 * words stand together. Learnt from the sentences in evaluation/ (resemblance/learn.ts), so that it finds wordings that no
 * rule of ours foresaw.
 */
export function resemblesSelfHarm(folded: Folded): boolean {
  const sentences = wordsOf(folded)
    .split(/[。.!?\n]+/u)
    .filter((sentence) => sentence.trim() !== "");
  return sentences.some((_, start) =>
    Array.from({ length: MAX_SENTENCES }, (_, more) => sentences.slice(start, start + 1 + more).join(" ")).some(
      (words) => scoreOf(words, model) >= THRESHOLD,
    ),
  );
}

/** The words to judge by. One Japanese letter makes a text Japanese: its spaces say nothing. */
export function wordsOf({ english, japanese }: Folded): string {
  return (/[ぁ-ん一-龠]/u.test(japanese) ? japanese : english).replace(FEAR, " ");
}

/** Who does not want to die says so in the words of who does: they are left out. */
const FEAR =
  /(?:死に|しに)たく(?:は|も)?(?:な|ね)|\b(?:don'?t|do not|didn'?t|never) (?:really )?(?:want to|wanna) die\b/gu;
