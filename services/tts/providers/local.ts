import { japaneseTokenizer } from "@guchi/platform/text/japanese-tokenizer.ts";
import type { SpeechProvider } from "./provider.ts";
import { englishScript } from "./local/english-script.ts";
import { compileEspeak } from "./local/espeak-module.ts";
import { japaneseScript } from "./local/japanese-script.ts";
import { speakInThread } from "./local/speak-in-thread.ts";
import { voiceSettings } from "./local/voice.ts";

/**
 * Speech without key or network: espeak-ng with a voice of our own. `warmUp` loads the dictionary
 * and the engine, which takes about a second; without it the first sentence waits for that. `speak`
 * rejects with StageError `provider_misconfigured` when the optional package espeak-ng is missing.
 */
export function createLocalSpeech(): SpeechProvider & { warmUp(): Promise<void> } {
  let loading: ReturnType<typeof load> | undefined;
  const loaded = () => (loading ??= load());
  return {
    name: "local",
    async warmUp() {
      await loaded();
    },
    async speak({ text, language, mood }, { signal }) {
      const [compiled, tokenizer] = await loaded();
      const script = language === "ja" ? japaneseScript(text, tokenizer) : englishScript(text);
      return speakInThread({ compiled, script, voice: voiceSettings(language, mood) }, signal);
    },
  };
}

function load() {
  return Promise.all([compileEspeak(), japaneseTokenizer()]);
}
