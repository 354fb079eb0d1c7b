import { choice, durationSeconds, text, usd } from "@guchi/platform/config/variables.ts";
import type { Values } from "@guchi/platform/config/settings.ts";
import { chooseBy, providerList } from "@guchi/providers/choice.ts";
import { BUDGET_SETTINGS, OPENAI_SETTINGS } from "@guchi/providers/settings.ts";

/** What the movies service reads of its environment. */
export const settings = {
  RECOMMEND_PROVIDERS: providerList("recommend", "openai", "own-model", "local"),
  RECOMMEND_CALL_TIMEOUT: durationSeconds(
    1,
    10,
  )({
    about: "Longest wait for one embedding of a request",
    japanese: "リクエスト 1 つの埋め込みを待つ時間の上限",
    fallback: "4s",
  }),
  MOVIES_MAX_RATING: choice(
    "all",
    "pg12",
    "r15",
    "r18",
  )({
    about: "Highest age rating of films that are recommended: all, pg12, r15 or r18",
    japanese: "お勧めする映画の年齢区分の上限（all、pg12、r15、r18）",
    fallback: "pg12",
  }),
  ...OPENAI_SETTINGS,
  OPENAI_EMBEDDING_MODEL: text({
    about: "OpenAI's model that compares requests and films",
    japanese: "リクエストと映画を比べる OpenAI の埋め込みモデル",
    fallback: "text-embedding-3-small",
  }),
  OPENAI_EMBEDDING_PRICE_USD: usd({
    about: "Estimate for 1,000 characters embedded by OpenAI",
    japanese: "OpenAI が埋め込む 1,000 文字の見積もり（米ドル）",
    fallback: "0.00002",
  }),
  OWN_EMBEDDING_MODEL: text({
    about: "Embedding model of a server of one's own at OPENAI_BASE_URL, such as bge-m3; unset: none",
    japanese: "OPENAI_BASE_URL の自前サーバーの埋め込みモデル（例：bge-m3）。未設定なら使わない",
  }),
  ...BUDGET_SETTINGS,
} as const;
export type MoviesSettings = Values<typeof settings>;

/** Who embeds. */
export const providers = chooseBy("RECOMMEND_PROVIDERS", {
  openai: "OPENAI_API_KEY",
  "own-model": "OWN_EMBEDDING_MODEL",
  local: undefined,
});
