import { durationSeconds, httpUrl, integer, text, usd } from "@guchi/platform/config/variables.ts";
import type { Values } from "@guchi/platform/config/settings.ts";
import { MEDIA_SETTINGS } from "@guchi/platform/media/settings.ts";
import { chooseBy, providerList } from "@guchi/providers/choice.ts";
import { BUDGET_SETTINGS, OPENAI_SETTINGS } from "@guchi/providers/settings.ts";

/** What the tts service reads of its environment. */
export const settings = {
  TTS_PROVIDERS: providerList("tts", "openai", "openai-realtime", "voicevox", "local"),
  TTS_CALL_TIMEOUT: durationSeconds(
    1,
    25,
  )({ about: "Longest wait for one voice message", japanese: "音声 1 つを待つ時間の上限", fallback: "18s" }),
  ...OPENAI_SETTINGS,
  OPENAI_TTS_MODEL: text({
    about: "Model of /audio/speech; OpenAI's own end on 2027-01-06",
    japanese: "/audio/speech のモデル。OpenAI のものは 2027-01-06 に終了",
    fallback: "gpt-4o-mini-tts",
  }),
  OPENAI_TTS_VOICE: text({
    about: "Voice of OpenAI's speech, realtime or not",
    japanese: "OpenAI の音声の声（Realtime も同じ）",
    fallback: "coral",
  }),
  OPENAI_TTS_PRICE_USD: usd({
    about: "Estimate for one voice message of /audio/speech",
    japanese: "/audio/speech の音声 1 つの見積もり（米ドル）",
    fallback: "0.005",
  }),
  OPENAI_REALTIME_MODEL: text({
    about: "Model that speaks over the Realtime API",
    japanese: "Realtime API で読み上げるモデル",
    fallback: "gpt-realtime-2.1-mini",
  }),
  OPENAI_REALTIME_PRICE_USD: usd({
    about: "Estimate for one voice message of the Realtime API",
    japanese: "Realtime API の音声 1 つの見積もり（米ドル）",
    fallback: "0.01",
  }),
  VOICEVOX_URL: httpUrl({
    about: "VOICEVOX engine, such as http://localhost:50021",
    japanese: "VOICEVOX エンジン（例：http://localhost:50021）",
  }),
  VOICEVOX_SPEAKER: integer(
    0,
    1_000_000_000,
  )({
    about: "Number of VOICEVOX's voice; 8 is 春日部つむぎ",
    japanese: "VOICEVOX の声の番号。8 は春日部つむぎ",
    fallback: "8",
  }),
  ...BUDGET_SETTINGS,
  ...MEDIA_SETTINGS,
} as const;
export type TtsSettings = Values<typeof settings>;

/** Who speaks. */
export const providers = chooseBy("TTS_PROVIDERS", {
  openai: "OPENAI_API_KEY",
  "openai-realtime": "OPENAI_API_KEY",
  voicevox: "VOICEVOX_URL",
  local: undefined,
});

/** Voices of /audio/speech that the Realtime API lacks, by the types of openai 7.57. */
const SPEECH_ONLY_VOICES = new Set(["fable", "nova", "onyx"]);

/** What is to be said of a voice that one of the engines in use does not have. */
export function voiceWarnings(config: TtsSettings): readonly string[] {
  const { OPENAI_TTS_VOICE: voice } = config;
  if (!SPEECH_ONLY_VOICES.has(voice) || !providers.of(config).includes("openai-realtime")) return [];
  return [
    `OPENAI_TTS_VOICE: the Realtime API has no voice ${voice}, so openai-realtime cannot stand in; coral is in both`,
  ];
}
