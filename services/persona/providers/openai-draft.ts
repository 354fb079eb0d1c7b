import { type Language, MAX_MESSAGE_UTF16_UNITS, Mood, Topic } from "@guchi/contracts/guchi.ts";
import Type, { type Static } from "typebox";

/**
 * What the model fills in. Sent as the JSON schema of a structured output in strict mode, which
 * wants every property required, `additionalProperties: false` and a type everywhere
 * (https://platform.openai.com/docs/guides/structured-outputs#supported-schemas).
 */
export const Draft = Type.Object(
  {
    message: Type.String({ description: "What she says." }),
    topic: Type.Enum([...Topic.enum], { type: "string", description: "What the complaint is about." }),
    mood: Type.Enum([...Mood.enum], { type: "string", description: "How the writer feels." }),
    grave: Type.Boolean({ description: "Death, serious illness, loss or violence." }),
  },
  { additionalProperties: false },
);
export type Draft = Static<typeof Draft>;

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HIRAGANA = /\p{Script=Hiragana}/u;
const HAN = /\p{Script=Han}/u;
const LATIN = /\p{Script=Latin}/u;
/**
 * She writes no code and no markup. What else she never says is checked once for every engine
 * (outgoing/check.ts).
 */
const NOT_HERS = /[<>{}`\\]|\*\*|\[[^\]]*\]\(/u;
/** Playful marks, and what takes their place where the matter is grave. */
const MERRY_MARKS = /[\s]*(?:[♪♫☆★♡♥]|(?![0-9#*])\p{Extended_Pictographic}\ufe0f?)+/gu;
const SENTENCE_END = /[。！？!?♪…~〜]+["'」』)）]*|\.(?=\s|$)/gu;

/**
 * Her words as they are shown and spoken: one line, within the limit, in the language asked for,
 * and without playful marks where the matter is grave. Undefined for what is none: another
 * language, markup, or nothing.
 */
export function herWords(message: string, language: Language, { grave = false } = {}): string | undefined {
  const line = message
    .toWellFormed()
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  return wordsOf(grave ? quieted(line, language) : line, language);
}

/** Her sentence with a full stop where a mark ended it. */
function quieted(line: string, language: Language): string {
  const stop = language === "ja" ? "。" : ".";
  return line
    .replaceAll(MERRY_MARKS, (_, offset: number) => (/[。.!?！？…]$/u.test(line.slice(0, offset)) ? "" : stop))
    .replaceAll(/[!！]+/gu, stop);
}

function wordsOf(line: string, language: Language): string | undefined {
  const words = line.length <= MAX_MESSAGE_UTF16_UNITS ? line : cutAtSentence(line);
  if (words === undefined || words === "" || NOT_HERS.test(words)) return undefined;
  return isIn(language, words) ? words : undefined;
}

function isIn(language: Language, words: string): boolean {
  return language === "ja" ? HIRAGANA.test(words) : LATIN.test(words) && !KANA.test(words) && !HAN.test(words);
}

/** As many whole sentences as fit. */
function cutAtSentence(line: string): string | undefined {
  const ends = [...line.matchAll(SENTENCE_END)].map(({ 0: mark, index }) => index + mark.length);
  const last = ends.findLast((end) => end <= MAX_MESSAGE_UTF16_UNITS);
  return last === undefined ? undefined : line.slice(0, last);
}
