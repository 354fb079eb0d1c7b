import { durationSeconds, httpUrl, text, usd } from "@guchi/platform/config/variables.ts";
import type { SettingsProblem, Values } from "@guchi/platform/config/settings.ts";
import { chooseBy, providerList } from "@guchi/providers/choice.ts";
import { BUDGET_SETTINGS, MODERATION_SETTINGS, OPENAI_SETTINGS } from "@guchi/providers/settings.ts";

/** What the sentiment service reads of its environment. */
export const settings = {
  SENTIMENT_PROVIDERS: providerList("sentiment", "azure", "local"),
  SENTIMENT_CALL_TIMEOUT: durationSeconds(
    1,
    8,
  )({ about: "Longest wait for one answer of Azure", japanese: "Azure の答えを待つ時間の上限", fallback: "4s" }),
  AZURE_LANGUAGE_ENDPOINT: httpUrl({
    about: "Azure AI Language resource; unset: Azure is not used",
    japanese: "Azure AI Language のエンドポイント。未設定なら Azure は使わない",
  }),
  AZURE_LANGUAGE_KEY: text({
    about: "Its key; unset: Entra ID (managed identity, az login)",
    japanese: "そのキー。未設定なら Entra ID（マネージド ID、az login）",
    secret: true,
  }),
  // Entra ID's, which Azure's SDK reads itself: declared so that this process alone gets them.
  AZURE_TENANT_ID: text({ about: "Entra ID: the tenant", japanese: "Entra ID のテナント" }),
  AZURE_CLIENT_ID: text({ about: "Entra ID: the application", japanese: "Entra ID のアプリケーション" }),
  AZURE_CLIENT_SECRET: text({
    about: "Entra ID: the application's secret",
    japanese: "Entra ID のアプリケーションのシークレット",
    secret: true,
  }),
  AZURE_SENTIMENT_PRICE_USD: usd({
    about: "Estimate for 1,000 characters read by Azure",
    japanese: "Azure が読む 1,000 文字の見積もり（米ドル）",
    fallback: "0.001",
  }),
  ...OPENAI_SETTINGS,
  ...MODERATION_SETTINGS,
  ...BUDGET_SETTINGS,
} as const;
export type SentimentSettings = Values<typeof settings>;

/** Who tells how a message sounds. */
export const providers = chooseBy("SENTIMENT_PROVIDERS", { azure: "AZURE_LANGUAGE_ENDPOINT", local: undefined });

/** What does not go together: a provider without what it needs, and a key without its endpoint. */
export function settingsProblems(config: SentimentSettings): readonly SettingsProblem[] {
  const needed = "AZURE_LANGUAGE_ENDPOINT";
  const problems = providers.problems(config);
  return config.AZURE_LANGUAGE_KEY === undefined || config[needed] !== undefined
    ? problems
    : [...problems, { needed, text: `${needed} must be set, because AZURE_LANGUAGE_KEY is` }];
}
