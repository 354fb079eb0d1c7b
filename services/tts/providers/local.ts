import { japaneseTokenizer } from "@guchi/shared/text/japanese-tokenizer.ts";
import type { SpeechProvider } from "./provider.ts";
import { englishScript } from "./local/english-script.ts";
import { compileEspeak } from "./local/espeak-module.ts";
import { japaneseScript } from "./local/japanese-script.ts";
import { speakInThread } from "./local/speak-in-thread.ts";
import { voiceSettings } from "./local/voice.ts";

/**
 * Speech without key or network: espeak-ng with a voice of our own. Loads the dictionary and the engine, which takes about a second.
 * Rejects with StageError `provider_misconfigured` when the optional package espeak-ng is missing.
 */
export async function createLocalSpeech(): Promise<SpeechProvider> {
  const [compiled, tokenizer] = await Promise.all([compileEspeak(), japaneseTokenizer()]);
  return {
    name: "local",
    async speak({ text, language, mood }, signal) {
      const script = language === "ja" ? japaneseScript(text, tokenizer) : englishScript(text);
      return speakInThread({ compiled, script, voice: voiceSettings(language, mood) }, signal);
    },
  };
}
