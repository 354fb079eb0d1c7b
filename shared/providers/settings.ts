import { TIME_SETTINGS } from "@guchi/platform/config/platform-settings.ts";
import { httpUrl, integer, text, usd } from "@guchi/platform/config/variables.ts";
import type { Values } from "@guchi/platform/config/settings.ts";

/** What OpenAI's client reads: of every service that asks OpenAI. */
export const OPENAI_SETTINGS = {
  OPENAI_API_KEY: text({
    about: "OpenAI's key; unset: OpenAI is not used",
    japanese: "OpenAI の API キー。未設定なら OpenAI は使わない",
    secret: true,
  }),
  OPENAI_BASE_URL: httpUrl({
    about: "OpenAI's API, or another one of the same shape",
    japanese: "OpenAI の API、または同じ形の他社の API",
    fallback: "https://api.openai.com/v1",
  }),
} as const;
export type OpenAiSettings = Values<typeof OPENAI_SETTINGS>;

/** What the moderation reads, beside OpenAI's client. */
export const MODERATION_SETTINGS = {
  OPENAI_MODERATION_MODEL: text({
    about: "Moderation model: looks at complaints, and at what a model wrote for her",
    japanese: "モデレーションのモデル：愚痴と、モデルが書いたせりふを調べる",
    fallback: "omni-moderation-latest",
  }),
} as const;
export type ModerationSettings = Values<typeof MODERATION_SETTINGS>;

/** The limits of a day: of every service that pays. */
export const BUDGET_SETTINGS = {
  DAILY_BUDGET_USD: usd({
    about: "Most US dollars a day, by the estimates of the calls; beyond: local engines",
    japanese: "1 日に使う上限（米ドル、呼び出しの見積もりによる）。超えたらローカルのエンジン",
  }),
  DAILY_IMAGES_PER_USER: integer(
    0,
    1_000_000,
  )({
    about: "Most paid pictures a day for one user; beyond: local ones",
    japanese: "利用者 1 人が 1 日に使える有料の画像数。超えたらローカルの画像",
  }),
  ...TIME_SETTINGS,
} as const;
export type BudgetSettings = Values<typeof BUDGET_SETTINGS>;
