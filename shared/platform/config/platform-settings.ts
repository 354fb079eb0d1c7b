import { createSecureContext } from "node:tls";
import {
  choice,
  dataKeys,
  directories,
  directory,
  durationSeconds,
  httpUrl,
  integer,
  keyValues,
  pemFile,
  ratio,
  redisUrl,
  text,
  timeZone,
} from "./variables.ts";
import type { SettingsProblem } from "./settings.ts";

/** What every service reads. */
export const PLATFORM_SETTINGS = {
  REDIS_URL: redisUrl({
    about: "Redis or Valkey >= 6.2, noeviction, Sentinel or Cluster too; unset: an embedded redis-server",
    japanese: "Redis または Valkey 6.2 以上、noeviction（Sentinel、Cluster も可）。未設定なら内蔵の redis-server",
    secret: true,
  }),
  REDIS_CA_FILE: pemFile({
    about: "Certificate authority of a rediss:// Redis, instead of the public ones",
    japanese: "rediss:// の Redis の認証局の証明書。公的な認証局の代わりに使う",
  }),
  REDIS_CERT_FILE: pemFile({
    about: "Client certificate for a rediss:// Redis that asks for one",
    japanese: "クライアント証明書を求める rediss:// の Redis に示す証明書",
  }),
  REDIS_KEY_FILE: pemFile({ about: "Its private key", japanese: "その秘密鍵" }),
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
  LOG_FORMAT: choice(
    "json",
    "pretty",
  )({
    about: "How log lines look: json, or pretty to read; unset: pretty in a terminal",
    japanese: "ログの形式：json、または読みやすい pretty。未設定なら端末では pretty",
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl({
    about: "OpenTelemetry collector that gets traces, such as http://localhost:4318; unset: none",
    japanese: "トレースを送る OpenTelemetry コレクター（例: http://localhost:4318）。未設定なら送らない",
  }),
  OTEL_EXPORTER_OTLP_HEADERS: keyValues({
    about: "Headers for the collector, name=value pairs, comma-separated",
    japanese: "コレクターへ送る HTTP ヘッダー（名前=値、カンマ区切り）",
    secret: true,
  }),
  OTEL_SERVICE_NAME: text({
    about: "Name in traces; unset: guchi- and the service's name",
    japanese: "トレースでの名前。未設定なら guchi- とサービス名",
  }),
  OTEL_RESOURCE_ATTRIBUTES: keyValues({
    about: "What else traces tell of the process, such as deployment.environment.name=production",
    japanese: "トレースに付けるプロセスの属性（例: deployment.environment.name=production）",
  }),
  OTEL_TRACES_SAMPLER: choice(
    "always_on",
    "always_off",
    "traceidratio",
    "parentbased_always_on",
    "parentbased_always_off",
    "parentbased_traceidratio",
  )({
    about: "Which jobs are traced; parentbased_: a caller's traceparent decides first",
    japanese: "どのジョブをトレースするか。parentbased_ なら呼び出し側の traceparent が優先",
    fallback: "parentbased_always_on",
  }),
  OTEL_TRACES_SAMPLER_ARG: ratio({
    about: "Part of the jobs that a traceidratio sampler traces, 0 to 1; unset: all",
    japanese: "traceidratio でトレースするジョブの割合（0〜1）。未設定ならすべて",
  }),
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
    about: "Time zone of English texts and of the budget's day; Japanese texts are Asia/Tokyo",
    japanese: "英語の文章と 1 日の予算に使うタイムゾーン。日本語の文章は Asia/Tokyo",
    fallback: "Asia/Tokyo",
  }),
} as const;

/** What of the platform's settings does not go together. */
export function platformProblems({
  REDIS_URL: url,
  REDIS_CA_FILE: ca,
  REDIS_CERT_FILE: cert,
  REDIS_KEY_FILE: key,
}: {
  readonly [Name in "REDIS_URL" | "REDIS_CA_FILE" | "REDIS_CERT_FILE" | "REDIS_KEY_FILE"]: string | undefined;
}): readonly SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const tell = (needed: string, what: string) => problems.push({ needed, text: `${needed} must be ${what}` });
  if (cert !== undefined && key === undefined) tell("REDIS_KEY_FILE", "set where REDIS_CERT_FILE is");
  if (key !== undefined && cert === undefined) tell("REDIS_CERT_FILE", "set where REDIS_KEY_FILE is");
  if (cert !== undefined && key !== undefined && !isPair(cert, key))
    tell("REDIS_KEY_FILE", "the private key of REDIS_CERT_FILE, without a passphrase");
  const [file] = Object.entries({ REDIS_CA_FILE: ca, REDIS_CERT_FILE: cert, REDIS_KEY_FILE: key })
    .filter(([, text]) => text !== undefined)
    .map(([name]) => name);
  if (file !== undefined && url?.startsWith("rediss") !== true)
    tell("REDIS_URL", `a rediss:// one where ${file} is set`);
  return problems;
}

function isPair(cert: string, key: string): boolean {
  try {
    createSecureContext({ cert, key });
    return true;
  } catch {
    return false; // OpenSSL's own words would not help
  }
}
