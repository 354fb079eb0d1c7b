import {
  choice,
  dataKeys,
  directories,
  directory,
  durationSeconds,
  httpUrl,
  integer,
  redisUrl,
  text,
  timeZone,
} from "./variables.ts";

/** What every service reads. */
export const PLATFORM_SETTINGS = {
  REDIS_URL: redisUrl({
    about: "Redis or Valkey >= 6.2, noeviction; unset: an embedded redis-server",
    japanese: "Redis または Valkey 6.2 以上、noeviction。未設定なら内蔵の redis-server",
    secret: true,
  }),
  DATA_DIR: directory({
    about: "Where the embedded Redis and the media files live",
    japanese: "内蔵 Redis のデータとメディアファイルの置き場所",
    fallback: ".data",
  }),
  DATA_KEY: dataKeys({
    about: "Encrypts messages and answers in Redis; of several keys, the first encrypts",
    japanese: "Redis に置く利用者の言葉と答えを暗号化する鍵。複数なら先頭の鍵で暗号化する",
    secret: true,
  }),
  JOB_TTL: durationSeconds(
    60,
    365 * 86_400,
  )({
    about: "How long a finished job, its history and its media are kept",
    japanese: "終わったジョブと、その履歴・メディアを残す期間",
    fallback: "7d",
  }),
  EXTENSIONS: directories({
    about: "Folders with pipelines and stages of your own, comma-separated",
    japanese: "自分で書いたパイプラインとステージのフォルダー（カンマ区切り）",
  }),
  HEALTH_FILE: directory({
    about: "File that a service writes every 2 s while it lives, for health checks",
    japanese: "サービスが動いている間 2 秒ごとに書くファイル。ヘルスチェック用",
  }),
  LOG_LEVEL: choice(
    "trace",
    "debug",
    "info",
    "warn",
    "error",
    "fatal",
    "silent",
  )({ about: "Lowest log level that is written", japanese: "出力するログの最低レベル", fallback: "info" }),
} as const;

/** What a service reads that lets requests in, and whoever starts it and tells where it is. */
export const LISTEN_SETTINGS = {
  PORT: integer(0, 65_535)({ about: "Port to listen on", japanese: "待ち受けるポート", fallback: "3000" }),
  HOST: text({
    about: "Address to listen on; 0.0.0.0 in a container",
    japanese: "待ち受けるアドレス。コンテナ内では 0.0.0.0",
    fallback: "localhost",
  }),
  PUBLIC_BASE_URL: httpUrl({
    about: "Base of the URLs handed out; unset: the host of the request",
    japanese: "発行する URL の先頭部分。未設定ならリクエストのホスト",
  }),
} as const;

/** What a service reads that lets work in. */
export const ADMISSION_SETTINGS = {
  MAX_QUEUED_JOBS: integer(
    1,
    1_000_000,
  )({
    about: "Most unfinished jobs, a tenth for each user; beyond it POST /jobs answers 503",
    japanese: "終わっていないジョブの上限（1 人の user はその 10 分の 1 まで）。超えると POST /jobs は 503",
    fallback: "10000",
  }),
} as const;

/** What a service reads whose day or whose words depend on where people live. */
export const TIME_SETTINGS = {
  TIME_ZONE: timeZone({
    about: "Time zone for English texts; Japanese texts are Asia/Tokyo",
    japanese: "英語の文章に使うタイムゾーン。日本語は Asia/Tokyo",
    fallback: "Asia/Tokyo",
  }),
} as const;
