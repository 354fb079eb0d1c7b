import { checkOpenAi } from "@guchi/providers/check.ts";
import { ProviderError } from "@guchi/providers/failure.ts";
import { askOpenAi } from "@guchi/providers/openai.ts";
import type { OpenAI } from "openai";
import { spokenText } from "../text/spoken.ts";
import type { SpeechProvider } from "./provider.ts";
import { readBytes } from "./read-bytes.ts";
import { toneOf } from "./tone.ts";
import type { TtsSettings } from "../settings.ts";

const NAME = "openai";
/** OpenAI's limit: https://platform.openai.com/docs/api-reference/audio/createSpeech */
const MAX_INPUT_CHARACTERS = 4_096;

type Settings = Pick<
  TtsSettings,
  | "OPENAI_API_KEY"
  | "OPENAI_BASE_URL"
  | "OPENAI_TTS_MODEL"
  | "OPENAI_TTS_VOICE"
  | "OPENAI_TTS_PRICE_USD"
  | "TTS_CALL_TIMEOUT"
>;

/**
 * OpenAI's speech endpoint, or another vendor's of the same shape: base URL, model and voice are
 * settings. Whether an mp3 file came is for the stage to see, whatever the content type says.
 */
export function createOpenAiSpeech(client: OpenAI, settings: Settings): SpeechProvider {
  return {
    name: NAME,
    model: settings.OPENAI_TTS_MODEL,
    callTimeoutMs: settings.TTS_CALL_TIMEOUT * 1_000,
    check: checkOpenAi(NAME, settings),
    async speak({ text, mood }, { signal, pay }) {
      const input = spokenText(text);
      if (input === "" || input.length > MAX_INPUT_CHARACTERS) throw new ProviderError("unsuitable", NAME);
      signal.throwIfAborted();
      await pay(settings.OPENAI_TTS_PRICE_USD);
      const response = await askOpenAi(NAME, () =>
        client.audio.speech.create(
          {
            model: settings.OPENAI_TTS_MODEL,
            voice: settings.OPENAI_TTS_VOICE,
            input,
            response_format: "mp3",
            ...(takesDirections(settings.OPENAI_TTS_MODEL) && { instructions: toneOf(mood) }),
          },
          { signal },
        ),
      );
      return readBytes(NAME, response, signal);
    },
  };
}

/** tts-1 and tts-1-hd do not work with `instructions`. */
function takesDirections(model: string): boolean {
  return !/^tts-1(?:-|$)/.test(model);
}
