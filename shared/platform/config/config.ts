import { choiceProblems } from "@guchi/providers/choice.ts";
import { ConfigError } from "./config-error.ts";
import { findMisspelt } from "./misspelt.ts";
import {
  apiKeys,
  byteSize,
  choice,
  dataKeys,
  directories,
  directory,
  durationSeconds,
  httpUrl,
  integer,
  list,
  password,
  proxies,
  rateLimit,
  redisUrl,
  text,
  timeZone,
  usd,
  type Variable,
  webhookSecret,
} from "./variables.ts";

/**
 * Every environment variable that Guchi reads: the one source of the types, of the checks at start,
 * and of `.env.example` (a test holds the two together).
 */
export const VARIABLES = {
  PORT: integer(0, 65_535)({ about: "Port of the gateway", fallback: "3000" }),
  HOST: text({ about: "Address that the gateway listens on; 0.0.0.0 in a container", fallback: "localhost" }),
  PUBLIC_BASE_URL: httpUrl({ about: "Base of the URLs handed out; unset: the host of the request" }),
  TRUST_PROXY: proxies({ about: "Proxies whose X-Forwarded-For counts, such as 10.0.0.0/8; unset: none" }),
  DATA_DIR: directory({ about: "Where the embedded Redis and the media files live", fallback: ".data" }),
  HEALTH_FILE: directory({ about: "File that a service writes every 2 s while it lives, for health checks" }),
  EXTENSIONS: directories({ about: "Folders with pipelines and stages of your own, comma-separated" }),
  REDIS_URL: redisUrl({ about: "Redis or Valkey >= 6.2, noeviction; unset: an embedded redis-server", secret: true }),
  MEDIA_STORE: choice("fs")({ about: "Where pictures and sounds are kept", fallback: "fs" }),
  MEDIA_MAX_BYTES: byteSize({ about: "Most room for media, such as 20GB; beyond: the oldest of finished jobs go" }),
  MEDIA_URL_TTL: durationSeconds(60, 7 * 86_400)({ about: "How long a signed media URL is good for", fallback: "24h" }),
  DATA_KEY: dataKeys({
    about: "Encrypts what people wrote, and the answers, in Redis; of several the first encrypts",
    secret: true,
  }),
  JOB_TTL: durationSeconds(
    60,
    365 * 86_400,
  )({ about: "How long a finished job, its history and its media are kept", fallback: "7d" }),
  API_KEYS: apiKeys({
    about: "Keys for the API, comma-separated; unset: /jobs is for this machine only",
    secret: true,
  }),
  API_RATE_LIMIT: rateLimit({ about: "Most API requests with one key", fallback: "600/60" }),
  CALLBACK_SECRET: webhookSecret({ about: "Signs callbacks; unset: no callbacks", secret: true }),
  CALLBACK_ALLOW_PRIVATE: choice(
    "true",
    "false",
  )({
    about: "Whether callbacks may go to private addresses and over http",
    fallback: "false",
  }),
  MAX_QUEUED_JOBS: integer(
    1,
    1_000_000,
  )({
    about: "Most unfinished jobs, a tenth for each user; beyond it POST /jobs answers 503",
    fallback: "10000",
  }),
  ADMIN_PASSWORD: password({
    about: "Password of user admin for /admin, 12 characters or more; unset: loopback only",
    secret: true,
  }),
  LOG_LEVEL: choice(
    "trace",
    "debug",
    "info",
    "warn",
    "error",
    "fatal",
    "silent",
  )({ about: "Least level logged", fallback: "info" }),
  TIME_ZONE: timeZone({ about: "Time zone for English texts; Japanese texts are Asia/Tokyo", fallback: "Asia/Tokyo" }),

  LINE_CHANNEL_SECRET: text({ about: "Signs LINE's webhooks; unset: LINE is off", secret: true }),
  LINE_CHANNEL_ACCESS_TOKEN: text({ about: "Long-lived token for LINE's API", secret: true }),
  LINE_CHANNEL_ID: text({ about: "Instead of a long-lived token: id and secret give short-lived ones" }),
  LINE_API_BASE_URL: httpUrl({ about: "LINE's API; another one for tests", fallback: "https://api.line.me" }),
  LINE_PIPELINE: text({ about: "Pipeline that answers a LINE message", fallback: "guchi" }),

  OPENAI_API_KEY: text({ about: "OpenAI's key; unset: OpenAI is not used", secret: true }),
  OPENAI_BASE_URL: httpUrl({
    about: "OpenAI's API, or another one of the same shape",
    fallback: "https://api.openai.com/v1",
  }),
  OPENAI_TEXT_MODEL: text({ about: "Model that writes what she says", fallback: "gpt-6-luna" }),
  OPENAI_IMAGE_MODEL: text({ about: "Model that draws her", fallback: "gpt-image-2.5-flare" }),
  OPENAI_IMAGE_QUALITY: choice(
    "low",
    "medium",
    "high",
    "auto",
  )({ about: "Quality of OpenAI's pictures: low, medium, high or auto", fallback: "medium" }),
  OPENAI_TTS_MODEL: text({
    about: "Model of /audio/speech; OpenAI's own end on 2027-01-06",
    fallback: "gpt-4o-mini-tts",
  }),
  OPENAI_TTS_VOICE: text({ about: "Voice of OpenAI's speech, realtime or not", fallback: "coral" }),
  OPENAI_REALTIME_MODEL: text({ about: "Model that speaks over the Realtime API", fallback: "gpt-realtime-2.1-mini" }),
  OPENAI_MODERATION_MODEL: text({
    about: "Moderation model: looks at complaints, and at what a model wrote for her",
    fallback: "omni-moderation-latest",
  }),
  AZURE_LANGUAGE_ENDPOINT: httpUrl({ about: "Azure AI Language resource; unset: Azure is not used" }),
  AZURE_LANGUAGE_KEY: text({ about: "Its key; unset: Entra ID (managed identity, az login)", secret: true }),
  VOICEVOX_URL: httpUrl({ about: "VOICEVOX engine, such as http://localhost:50021" }),
  VOICEVOX_SPEAKER: integer(
    0,
    1_000_000_000,
  )({ about: "Number of VOICEVOX's voice; 8 is 春日部つむぎ", fallback: "8" }),
  SENTIMENT_PROVIDERS: list(
    "azure",
    "local",
  )({ about: "Engines of sentiment: azure, local; unset: those with keys, local" }),
  PERSONA_PROVIDERS: list(
    "openai",
    "local",
  )({ about: "Engines of persona: openai, local; unset: those with keys, local" }),
  IMAGE_PROVIDERS: list(
    "openai",
    "local",
  )({ about: "Engines of imagegen: openai, local; unset: those with keys, local" }),
  TTS_PROVIDERS: list(
    "openai",
    "openai-realtime",
    "voicevox",
    "local",
  )({ about: "Engines of tts: openai, openai-realtime, voicevox, local; unset: as above" }),
  UNCLEAR_PICTURES: choice(
    "local",
    "paid",
    "none",
  )({
    about: "Picture for a message that may be no complaint: local, paid (as for a complaint) or none",
    fallback: "local",
  }),
  SENTIMENT_CALL_TIMEOUT: durationSeconds(1, 8)({ about: "Longest wait for one answer of Azure", fallback: "4s" }),
  PERSONA_CALL_TIMEOUT: durationSeconds(
    1,
    14,
  )({ about: "Longest wait for one answer of the text model", fallback: "12s" }),
  IMAGE_CALL_TIMEOUT: durationSeconds(1, 100)({ about: "Longest wait for one picture", fallback: "60s" }),
  TTS_CALL_TIMEOUT: durationSeconds(1, 25)({ about: "Longest wait for one voice message", fallback: "18s" }),
  DAILY_BUDGET_USD: usd({ about: "Most US dollars a day, by the estimates below; beyond: local engines" }),
  DAILY_IMAGES_PER_USER: integer(0, 1_000_000)({ about: "Most paid pictures a day for one user; beyond: local ones" }),
  OPENAI_TEXT_PRICE_USD: usd({ about: "Estimate for one text of OpenAI", fallback: "0.001" }),
  OPENAI_IMAGE_PRICE_USD: usd({ about: "Estimate for one picture of OpenAI", fallback: "0.05" }),
  OPENAI_TTS_PRICE_USD: usd({ about: "Estimate for one voice message of /audio/speech", fallback: "0.005" }),
  OPENAI_REALTIME_PRICE_USD: usd({ about: "Estimate for one voice message of the Realtime API", fallback: "0.01" }),
  AZURE_SENTIMENT_PRICE_USD: usd({ about: "Estimate for 1,000 characters read by Azure", fallback: "0.001" }),

  SENTIMENT_CONCURRENCY: integer(1, 1_000)({ about: "Jobs at once in one sentiment process; unset: 8" }),
  PERSONA_CONCURRENCY: integer(1, 1_000)({ about: "Jobs at once in one persona process; unset: 8" }),
  IMAGEGEN_CONCURRENCY: integer(1, 1_000)({ about: "Jobs at once in one imagegen process; unset: 2" }),
  TTS_CONCURRENCY: integer(1, 1_000)({ about: "Jobs at once in one tts process; unset: 2" }),
  REPLY_CONCURRENCY: integer(1, 1_000)({ about: "Replies at once in one gateway process; unset: 16" }),
  SENTIMENT_RATE_LIMIT: rateLimit({ about: "Most jobs the sentiment stage starts, all processes together" }),
  PERSONA_RATE_LIMIT: rateLimit({ about: "Most jobs the persona stage starts, all processes together" }),
  IMAGEGEN_RATE_LIMIT: rateLimit({ about: "Most jobs the imagegen stage starts, all processes together" }),
  TTS_RATE_LIMIT: rateLimit({ about: "Most jobs the tts stage starts, all processes together" }),
  REPLY_RATE_LIMIT: rateLimit({ about: "Most replies sent, all processes together" }),
} as const satisfies Record<string, Variable<unknown>>;

const NAMES = Object.keys(VARIABLES);

type Variables = typeof VARIABLES;

/** What is read of the environment; a variable without a default may be undefined. */
export type Config = {
  readonly [Name in keyof Variables]:
    | Exclude<ReturnType<Variables[Name]["read"]>, undefined>
    | (Variables[Name]["fallback"] extends string ? never : undefined);
};

export { ConfigError } from "./config-error.ts";

/**
 * The configuration from an environment. An empty value counts as unset, as in a copied
 * `.env.example`. `fileNames`: the names that `.env` holds, where one that looks misspelt is
 * refused. Throws ConfigError with every bad one; a secret's value is not repeated in it.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env, fileNames: readonly string[] = []): Config {
  const misspelt = findMisspelt(fileNames, NAMES).map(
    ({ name, meant }) => `${name} in .env is no setting of Guchi; ${meant} is`,
  );
  const bad = new Map<string, string>();
  const entries = Object.entries(VARIABLES).map(([name, variable]: [string, Variable<unknown>]) => {
    const given = environment[name]?.trim();
    const value = given === undefined || given === "" ? variable.fallback : given;
    const read = value === undefined ? undefined : variable.read(value);
    if (value !== undefined && read === undefined) {
      const shown = variable.secret ? "" : `, not ${JSON.stringify(value.slice(0, 100))}`;
      bad.set(name, `${name} must be ${variable.expected}${shown}`);
    }
    return [name, read];
  });
  const config = Object.fromEntries(entries) as Config;
  const missing = choiceProblems(config).filter(({ needed }) => !bad.has(needed)); // that one is told of as it is
  const problems = [...misspelt, ...bad.values(), ...missing.map(({ text }) => text)];
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/**
 * What the environment holds that looks like a misspelt setting, a line each. It may be meant for
 * others, so it is no error.
 */
export function misspeltWarnings(environment: NodeJS.ProcessEnv = process.env): readonly string[] {
  return findMisspelt(Object.keys(environment), NAMES).map(
    ({ name, meant }) => `${name} is set, and is no setting of Guchi; ${meant} is`,
  );
}
