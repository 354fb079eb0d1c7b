import type { Language } from "@guchi/contracts/guchi.ts";
import type { Engine } from "./local/engine.ts";
import { createEspeak } from "./local/espeak/engine.ts";
import { createFestival } from "./local/festival/festival.ts";
import { findVoices } from "./local/find-voices.ts";
import { createOpenJTalk } from "./local/open-jtalk/open-jtalk.ts";
import type { SpeechProvider } from "./provider.ts";

interface Options {
  readonly voices?: ReturnType<typeof findVoices>;
  /** Told when the better voice of a language failed and espeak-ng speaks in its place. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * Speech without key or network: Open JTalk with the voice Mei and Festival with the voice slt
 * where they are installed; where they are not, or fail, espeak-ng with a voice of our own.
 * `warmUp` loads what the first sentence would wait for.
 */
export function createLocalSpeech({ voices = findVoices(), onFailure }: Options = {}): SpeechProvider & {
  warmUp(): Promise<void>;
} {
  const { japanese, english } = voices;
  const last: Record<Language, Engine> = { ja: createEspeak("ja"), en: createEspeak("en") };
  const best: Partial<Record<Language, Engine>> = {
    ...(japanese !== undefined && { ja: createOpenJTalk(japanese) }),
    ...(english !== undefined && { en: createFestival(english) }),
  };
  return {
    name: "local",
    async warmUp() {
      const engines = [best.ja ?? last.ja, best.en ?? last.en];
      await Promise.all(engines.map(async (engine) => engine.warmUp?.()));
    },
    async speak({ text, language, mood }, { signal }) {
      try {
        return await (best[language] ?? last[language]).speak(text, mood, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (best[language] === undefined) throw error;
        onFailure?.(error);
        return last[language].speak(text, mood, signal);
      }
    },
  };
}
