import { japaneseTokenizer } from "@guchi/platform/text/japanese-tokenizer.ts";
import { englishScript } from "../english/english-script.ts";
import type { Engine } from "../engine.ts";
import { compileEspeak } from "./espeak-module.ts";
import { japaneseScript } from "./japanese-script.ts";
import { speakInThread } from "./speak-in-thread.ts";
import { voiceSettings } from "./voice.ts";

/** Only so much of a text is spoken. Her messages have at most 240 UTF-16 units. */
const MAX_LETTERS = 600;

/**
 * Either language by espeak-ng with a voice of our own, for machines without the better ones. The
 * first sentence loads the program, and for Japanese the dictionary (about a second, 100 MB).
 * Rejects with StageError `provider_misconfigured` when the optional package espeak-ng is missing.
 */
export function createEspeak(language: "ja" | "en"): Engine {
  let loading: ReturnType<typeof compileEspeak> | undefined;
  const compile = () => (loading ??= compileEspeak());
  return {
    async warmUp() {
      await Promise.all([compile(), ...(language === "ja" ? [japaneseTokenizer()] : [])]);
    },
    async speak(text, mood, signal) {
      const said = text.slice(0, MAX_LETTERS);
      const script = language === "ja" ? japaneseScript(said, await japaneseTokenizer()) : englishScript(said);
      return speakInThread({ compiled: await compile(), script, voice: voiceSettings(language, mood) }, signal);
    },
  };
}
