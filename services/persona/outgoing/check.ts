import { REFUSED, REFUSED_WHEN_GRAVE } from "./patterns.ts";

/** Why words are not said. `moderation` is OpenAI's no; the others are ours. */
export type WhyNot = (typeof REFUSED)[number][0] | (typeof REFUSED_WHEN_GRAVE)[number][0] | "moderation";

/**
 * Why she does not say these words, or undefined when they are fit to be said: no way to reach
 * anybody, no money, no insult, no encouragement to do harm, no romance, and where the matter is
 * `grave` nothing merry. Known words only: a check of what a model wrote, not of what people may
 * write.
 */
export function whyNotSaid(words: string, { grave }: { readonly grave: boolean }): WhyNot | undefined {
  const plain = words.normalize("NFKC").toLowerCase().replaceAll("’", "'").replaceAll(INVISIBLE, "");
  // Japanese needs no spaces: they and dots between letters hide a word from the patterns alone.
  const close = plain.replaceAll(BETWEEN_LETTERS, "");
  const spellings = [plain, close, inHiragana(close)];
  const rules = grave ? [...REFUSED, ...REFUSED_WHEN_GRAVE] : REFUSED;
  return rules.find(([, patterns]) => patterns.some((pattern) => spellings.some((each) => pattern.test(each))))?.[0];
}

/** シンデモイイ is read as しんでもいい. */
function inHiragana(words: string): string {
  return words.replaceAll(/[ァ-ヶ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

const INVISIBLE = /(?:\p{Cf}|\p{Mn}|[\u115f\u1160\u3164])/gu;
const BETWEEN_LETTERS =
  /(?<=[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}])[\s・.,、_*~-]+(?=[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}])/gu;
