import vader from "vader-sentiment";
import { weigh } from "../weigh.ts";
import { patterns } from "./patterns.ts";

const QUESTION =
  /^(?:what|where|when|who|which|how|do|does|did|can|could|is|are|will|would|should|may|any)\b[^?\n]{0,200}\?\s*$/u;
const REQUEST =
  /^(?:please |can you |could you )?(?:set|remind|tell|send|show|play|turn|call|find|give me|let'?s|recommend|search|open|translate|read|sing|explain)\b/u;
const TURN = /\b(?:but|however|though|although|yet|still had)\b/gu;
/** A question or a request tells little of the asker's feeling. */
const ASKING_WEIGHT = 0.4;
/** VADER's compound is -1 to 1 for a whole text; one clear word gives about 0.5. */
const VADER_WEIGHT = 1.4;
/**
 * VADER hears praise in "my best friend ignores me"; where a turn of phrase complains, it is
 * believed less.
 */
const VADER_DOUBTED_WEIGHT = 0.5;
/**
 * VADER's time grows with the square of the words; the end of a long text is where it comes to the
 * point.
 */
const VADER_UNITS = 1_500;

/**
 * Reads the polarity of a normalised English text. About -3 (complaint) to 3 (joy); 0 is neither.
 */
export function englishPolarity(text: string, emoticons: { polarity: number; ambivalent: boolean }): number {
  const lower = text.toLowerCase();
  const signs = [{ at: lower.length, polarity: emoticons.polarity, unlessPositive: emoticons.ambivalent }];
  for (const { pattern, polarity } of patterns) {
    for (const match of lower.matchAll(pattern)) signs.push({ at: match.index, polarity, unlessPositive: false });
  }
  const complains = signs.reduce((sum, { polarity }) => sum + polarity, 0) < 0;
  const { compound } = vader.SentimentIntensityAnalyzer.polarity_scores(text.slice(-VADER_UNITS));
  const weight = complains && compound > 0 ? VADER_DOUBTED_WEIGHT : VADER_WEIGHT;
  signs.push({ at: lower.length, polarity: compound * weight, unlessPositive: false });
  const polarity = weigh(signs, { turn: lastTurn(lower), lastSentence: lastSentenceOf(lower) });
  const asks = QUESTION.test(lower.trim()) || REQUEST.test(lower.trim());
  return asks ? polarity * ASKING_WEIGHT : polarity;
}

function lastTurn(text: string): number | undefined {
  let turn: number | undefined;
  for (const match of text.matchAll(TURN)) turn = match.index;
  return turn;
}

function lastSentenceOf(text: string): number {
  return Math.max(
    0,
    text
      .trimEnd()
      .replace(/[.!?]+$/u, "")
      .search(/[.!?\n][^.!?\n]*$/u),
  );
}
