import { fits } from "@guchi/chain/schema.ts";
import { checkOpenAi } from "@guchi/providers/check.ts";
import { ProviderError } from "@guchi/providers/failure.ts";
import { askOpenAi, createOpenAi } from "@guchi/providers/openai.ts";
import type { OpenAiSettings } from "@guchi/providers/settings.ts";
import { toFile } from "openai";
import Type from "typebox";
import type { TranscriptionSettings } from "../settings.ts";
import type { TranscriptionProvider } from "./provider.ts";

const MINUTE_MS = 60_000;
/** What she speaks. Only this model takes several guesses; the others find out by themselves. */
const GUESSED = { model: /^gpt-transcribe/, languages: ["ja", "en"] };

const Transcript = Type.Object({ text: Type.String() });

interface Engine {
  readonly name: string;
  readonly account: OpenAiSettings;
  readonly model: string;
  /** Undefined where nothing is paid. */
  readonly minuteUsd?: number;
  readonly callTimeoutMs: number;
}

/** OpenAI's transcription. */
export function createOpenAiTranscription(settings: TranscriptionSettings): TranscriptionProvider {
  return create({
    name: "openai",
    account: settings,
    model: settings.OPENAI_TRANSCRIPTION_MODEL,
    minuteUsd: settings.OPENAI_TRANSCRIPTION_PRICE_USD,
    callTimeoutMs: settings.TRANSCRIPTION_CALL_TIMEOUT * 1_000,
  });
}

/** A server of one's own that speaks the same protocol: no key, no bill. */
export function createWhisper(settings: TranscriptionSettings): TranscriptionProvider {
  const { WHISPER_URL: url, WHISPER_MODEL: model, TRANSCRIPTION_CALL_TIMEOUT: seconds } = settings;
  if (url === undefined) throw new TypeError("WHISPER_URL is not set");
  const account = { OPENAI_API_KEY: "none", OPENAI_BASE_URL: url };
  return create({ name: "whisper", account, model, callTimeoutMs: seconds * 1_000 });
}

/** Who can be asked, by the names that the settings know. */
export const TRANSCRIBERS = { openai: createOpenAiTranscription, whisper: createWhisper };

/** The bytes go to the engine and nowhere else. */
function create({ name, account, model, minuteUsd, callTimeoutMs }: Engine): TranscriptionProvider {
  const client = createOpenAi(account);
  const guess = GUESSED.model.test(model) ? { languages: GUESSED.languages } : {};
  return {
    name,
    model,
    callTimeoutMs,
    check: checkOpenAi(name, account),
    async transcribe({ bytes, format, durationMs }, { signal, pay }) {
      signal.throwIfAborted();
      const file = await toFile(bytes, `voice.${format.extension}`, { type: format.contentType });
      if (minuteUsd !== undefined) await pay((minuteUsd * durationMs) / MINUTE_MS);
      const answer: unknown = await askOpenAi(name, () =>
        client.audio.transcriptions.create({ file, model, ...guess }, { signal }),
      );
      if (!fits(Transcript, answer)) throw new ProviderError("broken_answer", name);
      return answer.text;
    },
  };
}
