import { ADMISSION_SETTINGS, LISTEN_SETTINGS, TIME_SETTINGS } from "@guchi/platform/config/platform-settings.ts";
import type { Settings } from "@guchi/platform/config/settings.ts";
import {
  byteSize,
  choice,
  durationSeconds,
  integer,
  proxies,
  rateLimit,
  webhookSecret,
} from "@guchi/platform/config/variables.ts";
import { MEDIA_SETTINGS } from "@guchi/platform/media/settings.ts";
import type { Runtime } from "@guchi/platform/service/runtime.ts";
import { LINE_SECRET_SETTINGS } from "@guchi/contracts/line/channels.ts";
import { BUDGET_SETTINGS } from "@guchi/providers/settings.ts";
import { ADMIN_SETTINGS } from "./admin/settings.ts";
import { apiKeys } from "./http/api-keys.ts";
import { GUEST_SETTINGS } from "./guests/settings.ts";

/** What the gateway reads of its environment. */
export const settings = {
  ...LISTEN_SETTINGS,
  REDIS_WAIT_REPLICAS: integer(
    0,
    9,
  )({
    about: "Replicas of Redis that must have a job before it is accepted",
    japanese: "ジョブを受け付ける前に、書き込みを確認すべき Redis レプリカの数",
    fallback: "0",
  }),
  TRUST_PROXY: proxies({
    about: "Proxies whose X-Forwarded-For counts, such as 10.0.0.0/8; unset: none",
    japanese: "X-Forwarded-For を信じるプロキシ（例 10.0.0.0/8）。未設定ならなし",
  }),
  API_KEYS: apiKeys({
    about: "Keys for the API, comma-separated, each KEY or NAME:SCOPES:KEY; unset: /jobs is for this machine only",
    japanese: "API のキー（カンマ区切り、KEY か NAME:SCOPES:KEY）。未設定なら /jobs は同じマシンからのみ",
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
  ...ADMIN_SETTINGS,
  DAILY_BUDGET_USD: BUDGET_SETTINGS.DAILY_BUDGET_USD,
  ...TIME_SETTINGS,
  MEDIA_MAX_BYTES: byteSize({
    about: "Most room for media on the disk, such as 20GB; beyond it, the oldest of finished jobs are removed",
    japanese: "ディスク上のメディアの合計の上限（例：20GB）。超えると、終わったジョブの古いものから消す",
  }),
  MEDIA_URL_TTL: durationSeconds(
    60,
    7 * 86_400,
  )({
    about: "How long a signed media URL of the API is good for; in LINE: JOB_TTL",
    japanese: "API が返す署名付きメディア URL の有効期間。LINE のトークでは JOB_TTL",
    fallback: "24h",
  }),
  ...MEDIA_SETTINGS,
  S3_PRESIGN: choice(
    "true",
    "false",
  )({
    about: "Whether GET /media leads to a presigned URL of S3, and does not stream the file itself",
    japanese: "GET /media がファイルを自分で送らず、S3 の署名付き URL にリダイレクトするか",
    fallback: "false",
  }),
  ...LINE_SECRET_SETTINGS,
} as const;

export type GatewayRuntime = Runtime<typeof settings>;
export type GatewaySettings = Settings<typeof settings>;

/** What the operator is to know of where the media are. */
export function mediaWarnings(config: GatewaySettings): readonly string[] {
  const { MEDIA_STORE: store, MEDIA_MAX_BYTES: maxBytes, S3_PRESIGN: presign, S3_ENDPOINT: endpoint } = config;
  if (store !== "s3") return [];
  const isMixed = endpoint?.startsWith("http:") === true && config.PUBLIC_BASE_URL?.startsWith("https:") === true;
  return [
    ...(maxBytes !== undefined ? ["MEDIA_MAX_BYTES bounds the disk alone: with MEDIA_STORE=s3 it does nothing"] : []),
    ...(presign === "true" && isMixed
      ? ["S3_PRESIGN leads from https to http, which browsers refuse: S3_ENDPOINT must be https"]
      : []),
  ];
}
