import { durationSeconds, httpUrl, text, usd } from "@guchi/platform/config/variables.ts";
import type { Values } from "@guchi/platform/config/settings.ts";
import { chooseBy, providerList } from "@guchi/providers/choice.ts";
import { BUDGET_SETTINGS, OPENAI_SETTINGS } from "@guchi/providers/settings.ts";

/** What hearing voice messages reads of the environment. */
export const TRANSCRIPTION_SETTINGS = {
  TRANSCRIPTION_PROVIDERS: providerList("transcription", "openai", "whisper"),
  TRANSCRIPTION_CALL_TIMEOUT: durationSeconds(
    1,
    25,
  )({
    about: "Longest wait until one voice message is written down",
    japanese: "ボイスメッセージ 1 つの文字起こしを待つ時間の上限",
    fallback: "15s",
  }),
  ...OPENAI_SETTINGS,
  OPENAI_TRANSCRIPTION_MODEL: text({
    about: "Model that writes down voice messages",
    japanese: "ボイスメッセージを文字にするモデル",
    fallback: "gpt-transcribe",
  }),
  OPENAI_TRANSCRIPTION_PRICE_USD: usd({
    about: "Estimate for one minute that OpenAI writes down",
    japanese: "OpenAI の文字起こし 1 分の見積もり（米ドル）",
    fallback: "0.006",
  }),
  WHISPER_URL: httpUrl({
    about: "Server of one's own with OpenAI's /audio/transcriptions, such as http://localhost:8000/v1",
    japanese: "OpenAI と同じ /audio/transcriptions を持つ自分のサーバー（例：http://localhost:8000/v1）",
  }),
  WHISPER_MODEL: text({
    about: "Model of that server",
    japanese: "そのサーバーのモデル",
    fallback: "whisper-1",
  }),
  ...BUDGET_SETTINGS,
} as const;
export type TranscriptionSettings = Values<typeof TRANSCRIPTION_SETTINGS>;

/** Who writes down what a voice message says; nobody without a key or a server. */
export const transcribers = chooseBy("TRANSCRIPTION_PROVIDERS", { openai: "OPENAI_API_KEY", whisper: "WHISPER_URL" });
