import { choice, durationSeconds, text, usd } from "@guchi/platform/config/variables.ts";
import type { Values } from "@guchi/platform/config/settings.ts";
import { MEDIA_SETTINGS } from "@guchi/platform/media/settings.ts";
import { chooseBy, providerList } from "@guchi/providers/choice.ts";
import { BUDGET_SETTINGS, OPENAI_SETTINGS } from "@guchi/providers/settings.ts";

/** What the imagegen service reads of its environment. */
export const settings = {
  IMAGEGEN_PROVIDERS: providerList("imagegen", "openai", "local"),
  IMAGEGEN_CALL_TIMEOUT: durationSeconds(
    1,
    100,
  )({ about: "Longest wait for one picture", japanese: "画像 1 枚を待つ時間の上限", fallback: "30s" }),
  UNCLEAR_PICTURES: choice(
    "local",
    "paid",
    "none",
  )({
    about: "Picture for a message that may be no complaint: local, paid (as for a complaint) or none",
    japanese: "愚痴かどうかはっきりしないときの絵：local、paid（愚痴と同じ）、none（なし）",
    fallback: "local",
  }),
  ...OPENAI_SETTINGS,
  OPENAI_IMAGE_MODEL: text({
    about: "Model that draws her",
    japanese: "画像を描くモデル",
    fallback: "gpt-image-2.5-flare",
  }),
  OPENAI_IMAGE_QUALITY: choice(
    "low",
    "medium",
    "high",
    "auto",
  )({
    about: "Quality of OpenAI's pictures: low, medium, high or auto",
    japanese: "OpenAI の画像の品質（low、medium、high、auto）",
    fallback: "medium",
  }),
  OPENAI_IMAGE_PRICE_USD: usd({
    about: "Estimate for one picture of OpenAI",
    japanese: "OpenAI の画像 1 枚の見積もり（米ドル）",
    fallback: "0.05",
  }),
  ...BUDGET_SETTINGS,
  ...MEDIA_SETTINGS,
} as const;
export type ImagegenSettings = Values<typeof settings>;

/** Who draws. */
export const providers = chooseBy("IMAGEGEN_PROVIDERS", { openai: "OPENAI_API_KEY", local: undefined });
