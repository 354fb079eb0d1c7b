import { mustLive } from "@guchi/providers/check.ts";
import { ProviderError } from "@guchi/providers/failure.ts";
import { retryAfterMs } from "@guchi/platform/net/retry-after.ts";
import { kindOfStatus, networkFailure } from "@guchi/providers/http.ts";
import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { fits } from "@guchi/chain/schema.ts";
import { speechToMp3 } from "../sound/speech-to-mp3.ts";
import { readWav } from "../sound/wav.ts";
import { spokenText } from "../text/spoken.ts";
import type { SpeechProvider } from "./provider.ts";
import { readBytes } from "./read-bytes.ts";
import { AudioQuery, inMood } from "./voicevox/audio-query.ts";
import type { TtsSettings } from "../settings.ts";

const NAME = "voicevox";
const MAX_QUERY_BYTES = 2_000_000;

type Settings = Pick<TtsSettings, "VOICEVOX_URL" | "VOICEVOX_SPEAKER" | "TTS_CALL_TIMEOUT">;

/**
 * A VOICEVOX engine, or another one of the same API (AivisSpeech, COEIROINK), on this machine or
 * elsewhere. It costs nothing and speaks Japanese alone. Its voices must be named wherever the
 * sound is published: see LICENSES.md. https://voicevox.github.io/voicevox_engine/api/
 */
export function createVoicevoxSpeech(settings: Settings): SpeechProvider {
  const { VOICEVOX_URL: baseUrl, VOICEVOX_SPEAKER: speaker } = settings;
  if (baseUrl === undefined) throw new TypeError("VOICEVOX_URL is not set");

  async function ask(path: string, query: Record<string, string>, body: object | undefined, signal: AbortSignal) {
    const response = await fetch(`${baseUrl}${path}?${new URLSearchParams(query).toString()}`, {
      method: "POST",
      signal,
      redirect: "error",
      ...(body !== undefined && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw networkFailure(NAME, error);
    });
    if (response.ok) return response;
    await response.body?.cancel();
    throw new ProviderError(kindOfStatus(response.status), NAME, {
      retryAfterMs: retryAfterMs(response.headers.get("retry-after")),
      cause: new Error(`VOICEVOX: ${path} answered with ${response.status}`),
    });
  }

  return {
    name: NAME,
    callTimeoutMs: settings.TTS_CALL_TIMEOUT * 1_000,
    check: (signal) => mustLive(NAME, `${baseUrl}/version`, { signal }),
    async speak({ text: said, language, mood }, { signal }) {
      const text = spokenText(said);
      if (language !== "ja" || text === "") throw new ProviderError("unsuitable", NAME);
      signal.throwIfAborted();
      const voice = { speaker: String(speaker) };
      const asked = await ask("/audio_query", { ...voice, text }, undefined, signal);
      const query = parse(await readBytes(NAME, asked, signal, MAX_QUERY_BYTES));
      const spoken = await ask("/synthesis", voice, inMood(query, mood), signal);
      const pcm = pcmOf(await readBytes(NAME, spoken, signal));
      const mp3 = await speechToMp3(pcm, signal);
      if (mp3 === undefined) throw new ProviderError("broken_answer", NAME);
      return mp3;
    },
  };
}

function parse(bytes: Uint8Array): AudioQuery {
  const query = jsonOrUndefined(Buffer.from(bytes).toString());
  if (!fits(AudioQuery, query)) throw new ProviderError("broken_answer", NAME);
  return query;
}

function pcmOf(wav: Uint8Array) {
  try {
    return readWav(wav);
  } catch (cause) {
    throw new ProviderError("broken_answer", NAME, { cause });
  }
}
