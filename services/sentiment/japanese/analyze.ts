import type { JapaneseTokenizer } from "@guchi/platform/text/japanese-tokenizer.ts";
import { type Evidence, findEvidence } from "./evidence.ts";
import { ambivalent } from "./lexicon/ambivalent.ts";
import { bodyAndWeather } from "./lexicon/body-and-weather.ts";
import { everydayMishaps } from "./lexicon/everyday-mishaps.ts";
import { feelings } from "./lexicon/feelings.ts";
import { neutral } from "./lexicon/neutral.ts";
import { peopleAndThings } from "./lexicon/people-and-things.ts";
import { positive } from "./lexicon/positive.ts";
import { workAndStudy } from "./lexicon/work-and-study.ts";
import { createPhraseIndex } from "./phrase-index.ts";
import { endsAsQuestion, isIronic, isSneering, splitSentences } from "./sentences.ts";
import { toWords, type Word } from "./tokens.ts";
import { weigh } from "../weigh.ts";

/**
 * Reads the words of a normalised Japanese text, sentence by sentence, and its polarity: about -3
 * (complaint) to 3 (joy); 0 is neither.
 */
export type JapaneseReader = (
  text: string,
  emoticons: { polarity: number; ambivalent: boolean },
) => { readonly polarity: number; readonly sentences: readonly (readonly Word[])[] };

/** Prepares the lexicon for the analyser: some 50 ms. */
export function createJapaneseReader(tokenizer: JapaneseTokenizer): JapaneseReader {
  const read = (text: string) => toWords(tokenizer, text);
  const index = createPhraseIndex(
    [
      ...positive,
      ...everydayMishaps,
      ...peopleAndThings,
      ...workAndStudy,
      ...bodyAndWeather,
      ...feelings,
      ...ambivalent,
      ...neutral,
    ],
    read,
  );
  return (text, emoticons) => {
    const evidence: Evidence[] = [];
    const sentences: Word[][] = [];
    let turn: number | undefined;
    let start = 0;
    let lastSentence = 0;
    for (const sentence of splitSentences(text)) {
      const words = read(sentence);
      sentences.push(words);
      for (const one of tempered(findEvidence(sentence, words, index), sentence)) {
        evidence.push({ ...one, at: start + one.at });
      }
      const turnHere = lastTurn(words);
      if (turnHere !== undefined) turn = start + turnHere;
      if (words.some(({ pos }) => pos !== "記号")) lastSentence = start;
      start += sentence.length;
    }
    if (emoticons.polarity !== 0) {
      evidence.push({ at: start, polarity: emoticons.polarity, unlessPositive: emoticons.ambivalent });
    }
    return { polarity: weigh(evidence, { turn, lastSentence }), sentences };
  };
}

/** Ironic praise is a complaint. */
const REVERSED = -0.6;

/** A question tells little of the asker's feeling; praise in an ironic sentence is a complaint. */
function tempered(evidence: readonly Evidence[], sentence: string): Evidence[] {
  const complains = evidence.some(({ polarity }) => polarity <= -0.5);
  if (isSneering(sentence) || (complains && isIronic(sentence))) {
    return evidence.map((one) => (one.polarity > 0 ? { ...one, polarity: one.polarity * REVERSED } : one));
  }
  if (endsAsQuestion(sentence)) {
    return evidence.map((one) => ({ ...one, polarity: one.polarity * (one.polarity > 0 ? 0.2 : 0.3) }));
  }
  return [...evidence];
}

const TURNS: ReadonlySet<string> = new Set([
  "けど",
  "けれど",
  "けれども",
  "けども",
  "のに",
  "ものの",
  "でも",
  "だけど",
  "しかし",
  "だけども",
  "ただ",
  "それでも",
  "だが",
  "くせに",
]);

/**
 * Where the sentence's last 「but」 stands, in UTF-16 units: what follows it is what the speaker
 * means.
 */
function lastTurn(words: readonly Word[]): number | undefined {
  let at = 0;
  let turn: number | undefined;
  for (const [position, word] of words.entries()) {
    const conjunction = word.pos === "接続詞" || (word.pos === "助詞" && word.detail === "接続助詞");
    const last = position >= words.length - 2;
    if (conjunction && !last && (TURNS.has(word.surface) || (word.surface === "が" && word.pos === "助詞"))) turn = at;
    at += word.surface.length;
  }
  return turn;
}
