import { ADMISSION_SETTINGS, LISTEN_SETTINGS } from "@guchi/platform/config/platform-settings.ts";
import type { Settings } from "@guchi/platform/config/settings.ts";
import {
  apiKeys,
  byteSize,
  choice,
  durationSeconds,
  password,
  proxies,
  rateLimit,
  webhookSecret,
} from "@guchi/platform/config/variables.ts";
import type { Runtime } from "@guchi/platform/service/runtime.ts";
import { LINE_SECRET_SETTINGS } from "@guchi/contracts/line.ts";
import { GUEST_SETTINGS } from "./guests/settings.ts";

/** What the gateway reads of its environment. */
export const settings = {
  ...LISTEN_SETTINGS,
  TRUST_PROXY: proxies({
    about: "Proxies whose X-Forwarded-For counts, such as 10.0.0.0/8; unset: none",
    japanese: "X-Forwarded-For を信じるプロキシ（例 10.0.0.0/8）。未設定ならなし",
  }),
  API_KEYS: apiKeys({
    about: "Keys for the API, comma-separated; unset: /jobs is for this machine only",
    japanese: "API のキー（カンマ区切り）。未設定なら /jobs は同じマシンからのみ",
    secret: true,
  }),
  API_RATE_LIMIT: rateLimit({
    about: "Most API requests with one key",
    japanese: "キー 1 つあたりの API リクエスト数の上限",
    fallback: "600/60",
  }),
  ...GUEST_SETTINGS,
  CALLBACK_SECRET: webhookSecret({
    about: "Signs callbacks; unset: no callbacks",
    japanese: "コールバックの署名鍵。未設定ならコールバックは使えません",
    secret: true,
  }),
  CALLBACK_ALLOW_PRIVATE: choice(
    "true",
    "false",
  )({
    about: "Whether callbacks may go to private addresses and over http",
    japanese: "プライベートアドレスや http へのコールバックを許すか",
    fallback: "false",
  }),
  ...ADMISSION_SETTINGS,
  ADMIN_PASSWORD: password({
    about: "Password of user admin for /admin, 12 characters or more; unset: loopback only",
    japanese: "/admin のパスワード（ユーザー名は admin、12 文字以上）。未設定なら同じマシンからのみ",
    secret: true,
  }),
  MEDIA_MAX_BYTES: byteSize({
    about: "Most room for media, such as 20GB; beyond it, the oldest of finished jobs are removed",
    japanese: "メディアの合計の上限（例：20GB）。超えると、終わったジョブの古いものから消す",
  }),
  MEDIA_URL_TTL: durationSeconds(
    60,
    7 * 86_400,
  )({
    about: "How long a signed media URL of the API is good for; in LINE: JOB_TTL",
    japanese: "API が返す署名付きメディア URL の有効期間。LINE のトークでは JOB_TTL",
    fallback: "24h",
  }),
  ...LINE_SECRET_SETTINGS,
} as const;

export type GatewayRuntime = Runtime<typeof settings>;
export type GatewaySettings = Settings<typeof settings>;
