import { japaneseTokenizer } from "@guchi/shared/text/japanese-tokenizer.ts";
import { englishPolarity } from "../english/analyze.ts";
import { createJapaneseReader } from "../japanese/analyze.ts";
import { labelOf } from "../label.ts";
import { speaksOfSelfHarm } from "../self-harm/self-harm.ts";
import { readEmoticons } from "../text/emoticons.ts";
import { detectLanguage } from "../text/language.ts";
import { normalizeText } from "../text/normalize.ts";
import type { SentimentProvider } from "./provider.ts";

export async function createLocalSentiment(): Promise<SentimentProvider> {
  const readJapanese = createJapaneseReader(await japaneseTokenizer());
  return {
    name: "local",
    async analyze(text, { signal }) {
      signal.throwIfAborted();
      const { rest, ...emoticons } = readEmoticons(text.toWellFormed());
      const normalized = normalizeText(rest);
      const language = detectLanguage(normalized);
      const polarity =
        language === "ja" ? readJapanese(normalized, emoticons).polarity : englishPolarity(normalized, emoticons);
      const { label, score } = labelOf(polarity);
      const danger = speaksOfSelfHarm(text) ? { danger: { certain: true, kind: "self-harm" as const } } : {};
      return { label, score, language, listens: label === "negative", grave: false, ...danger };
    },
  };
}
