import {
  choice,
  directory,
  durationSeconds,
  httpUrl,
  integer,
  list,
  rateLimit,
  redisUrl,
  text,
  timeZone,
  type Variable,
} from "./variables.ts";

/**
 * Every environment variable that Guchi reads: the one source of the types, of the checks at start, and of
 * `.env.example` (a test holds the two together).
 */
export const VARIABLES = {
  PORT: integer(0, 65_535)({ about: "Port of the gateway", fallback: "3000" }),
  HOST: text({ about: "Address that the gateway listens on; 0.0.0.0 in a container", fallback: "localhost" }),
  PUBLIC_BASE_URL: httpUrl({ about: "Base of the URLs handed out; unset: the host of the request" }),
  DATA_DIR: directory({ about: "Where the embedded Redis and the media files live", fallback: ".data" }),
  REDIS_URL: redisUrl({ about: "Redis or Valkey >= 6.2, noeviction; unset: an embedded redis-server", secret: true }),
  MEDIA_STORE: choice("fs")({ about: "Where pictures and sounds are kept", fallback: "fs" }),
  MEDIA_URL_TTL: durationSeconds(60, 7 * 86_400)({ about: "How long a signed media URL is good for", fallback: "24h" }),
  JOB_TTL: durationSeconds(
    60,
    365 * 86_400,
  )({ about: "How long a finished job, its history and its media are kept", fallback: "7d" }),
  ADMIN_PASSWORD: text({ about: "Password of user admin for /admin; unset: loopback only", secret: true }),
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

  SENTIMENT_PROVIDERS: list("local")({ about: "Engines of the sentiment stage, in order", fallback: "local" }),
  PERSONA_PROVIDERS: list("local")({ about: "Engines of the persona stage, in order", fallback: "local" }),
  IMAGE_PROVIDERS: list("local")({ about: "Engines of the imagegen stage, in order", fallback: "local" }),
  TTS_PROVIDERS: list("local")({ about: "Engines of the tts stage, in order", fallback: "local" }),

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

type Variables = typeof VARIABLES;

/** What is read of the environment; a variable without a default may be undefined. */
export type Config = {
  readonly [Name in keyof Variables]:
    | Exclude<ReturnType<Variables[Name]["read"]>, undefined>
    | (Variables[Name]["fallback"] extends string ? never : undefined);
};

/** A setting that cannot be used. The message is one line that names the variable and what it should be. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * The configuration from an environment. An empty value counts as unset, as in a copied `.env.example`. Throws
 * ConfigError at the first bad value; a secret's value is not repeated in it.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const entries = Object.entries(VARIABLES).map(([name, variable]: [string, Variable<unknown>]) => {
    const given = environment[name]?.trim();
    const value = given === undefined || given === "" ? variable.fallback : given;
    if (value === undefined) return [name, undefined];
    const read = variable.read(value);
    if (read === undefined) {
      const shown = variable.secret ? "" : `, not ${JSON.stringify(value.slice(0, 100))}`;
      throw new ConfigError(`${name} must be ${variable.expected}${shown}`);
    }
    return [name, read];
  });
  return Object.fromEntries(entries) as Config;
}
