import { durationSeconds, text, usd } from "@guchi/platform/config/variables.ts";
import type { Values } from "@guchi/platform/config/settings.ts";
import { chooseBy, providerList } from "@guchi/providers/choice.ts";
import { isOwnServer } from "./providers/own-server.ts";
import { BUDGET_SETTINGS, MODERATION_SETTINGS, OPENAI_SETTINGS } from "@guchi/providers/settings.ts";

/** What the persona service reads of its environment. */
export const settings = {
  PERSONA_PROVIDERS: providerList("persona", "openai", "own-model", "local"),
  PERSONA_CALL_TIMEOUT: durationSeconds(
    1,
    14,
  )({
    about: "Longest wait for one answer of the text model",
    japanese: "文章モデルの答えを待つ時間の上限",
    fallback: "12s",
  }),
  ...OPENAI_SETTINGS,
  OPENAI_TEXT_MODEL: text({
    about: "Model that writes what she says",
    japanese: "せりふを書くモデル",
    fallback: "gpt-6-luna",
  }),
  OPENAI_TEXT_PRICE_USD: usd({
    about: "Estimate for one text of OpenAI",
    japanese: "OpenAI の文章 1 つの見積もり（米ドル）",
    fallback: "0.001",
  }),
  ...MODERATION_SETTINGS,
  ...BUDGET_SETTINGS,
} as const;
export type PersonaSettings = Values<typeof settings>;

const choice = chooseBy("PERSONA_PROVIDERS", {
  openai: "OPENAI_API_KEY",
  "own-model": "OPENAI_BASE_URL",
  local: undefined,
});

/** Who writes what she says. A model of one's own is asked where OPENAI_BASE_URL leads to it. */
export const providers = {
  of: (config: PersonaSettings) => choice.of(ofOwnModel(config)),
  problems: (config: PersonaSettings) => choice.problems(ofOwnModel(config)),
  text: (config: PersonaSettings) => choice.text(ofOwnModel(config)),
};

/** With a key that server is asked as OpenAI is, unless PERSONA_PROVIDERS says otherwise. */
function ofOwnModel(config: PersonaSettings) {
  const isAsked = config.OPENAI_API_KEY === undefined || config.PERSONA_PROVIDERS !== undefined;
  const isOwn = isAsked && isOwnServer(config.OPENAI_BASE_URL);
  return { ...config, OPENAI_BASE_URL: isOwn ? config.OPENAI_BASE_URL : undefined };
}
