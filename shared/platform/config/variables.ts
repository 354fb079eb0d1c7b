import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { isAbsolute, resolve } from "node:path";
import { parseRedisUrl, REDIS_URL_FORMS } from "@guchi/chain/redis/address.ts";
import type { RateLimit } from "@guchi/chain/worker.ts";

/** One environment variable: how it is read, what it means, what it is when unset. */
export interface Variable<Value, Fallback extends string | undefined = string | undefined> {
  /** One line for `.env.example` and the README's table. */
  readonly about: string;
  /** The same in Japanese, for README.ja.md. */
  readonly japanese: string | undefined;
  /** What a good value looks like; ends the sentence "X must be …". */
  readonly expected: string;
  /**
   * The text of the default, read like a value from outside; undefined when unset is a value of its
   * own.
   */
  readonly fallback: Fallback;
  /** True when the value must never be printed. */
  readonly secret: boolean;
  /** The value, or undefined when the text is not a good one. */
  readonly read: (text: string) => Value | undefined;
}

interface Options<Fallback> {
  readonly about: string;
  readonly japanese?: string;
  readonly fallback?: Fallback;
  readonly secret?: boolean;
}

/** A kind of variable: what a good value looks like, and how it is read. */
export function variable<Value>(expected: string, read: (text: string) => Value | undefined) {
  return <const Fallback extends string | undefined = undefined>(
    options: Options<Fallback>,
  ): Variable<Value, Fallback> => ({
    about: options.about,
    japanese: options.japanese,
    expected,
    // An option left out infers Fallback as undefined, which the compiler cannot see from here.
    fallback: options.fallback as Fallback,
    secret: options.secret ?? false,
    read,
  });
}

export const text = variable("some text", (value) => value);

const MIN_PASSWORD_LENGTH = 12;

/** Long enough that guessing, which is throttled, leads nowhere. */
export const password = variable(`at least ${MIN_PASSWORD_LENGTH} characters`, (value) =>
  value.length >= MIN_PASSWORD_LENGTH ? value : undefined,
);

export const integer = (min: number, max: number) =>
  variable(`a whole number from ${min} to ${max}`, (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    return number >= min && number <= max ? number : undefined;
  });

export const choice = <const Values extends readonly string[]>(...values: Values) =>
  variable<Values[number]>(`one of ${values.join(", ")}`, (value) => values.find((known) => known === value));

/** An amount of US dollars, not negative. */
export const usd = variable("US dollars such as 5 or 0.04", (value) =>
  /^\d{1,9}(\.\d{1,6})?$/.test(value) ? Number(value) : undefined,
);

/** Names in the order in which they are tried. */
export const list = <const Values extends readonly string[]>(...values: Values) =>
  variable<readonly Values[number][]>(`a comma-separated list of ${values.join(", ")}`, (value) => {
    const names = value.split(",").map((name) => name.trim());
    const known = names.flatMap((name) => values.filter((candidate) => candidate === name));
    return known.length === names.length && new Set(names).size === names.length ? known : undefined;
  });

/** Encoded, as it goes into a request or a message: punycode for the host, percents in the path. */
export const httpUrl = variable("an http:// or https:// URL", (value) => {
  const url = URL.parse(value);
  const plain = url !== null && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "";
  return plain ? url.href.replace(/\/+$/, "") : undefined;
});

export const redisUrl = variable(REDIS_URL_FORMS, (value) => (parseRedisUrl(value) === undefined ? undefined : value));

/** A PEM file, read at once: its text. */
export const pemFile = variable("a PEM file that can be read", (path) => {
  try {
    const text = readFileSync(path, "utf8");
    return text.includes("-----BEGIN ") ? text : undefined;
  } catch {
    return undefined; // the line names the file, and that is what its reader has to look at
  }
});

const PROXY_NAMES: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1"],
  linklocal: ["169.254.0.0/16", "fe80::/10"],
  uniquelocal: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};

/** Addresses and CIDR blocks; the names are those of Express and Fastify. */
export const proxies = variable<readonly string[]>(
  `addresses, CIDR blocks or ${Object.keys(PROXY_NAMES).join(", ")}, comma-separated`,
  (value) => {
    const blocks = value.split(",").flatMap((each) => PROXY_NAMES[each.trim()] ?? [each.trim()]);
    return blocks.every(isBlock) ? blocks : undefined;
  },
);

function isBlock(text: string): boolean {
  const [, address = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && (bits === undefined || (Number(bits) > 0 && Number(bits) <= (version === 4 ? 32 : 128)));
}

const BYTES_PER_UNIT = { MB: 1e6, GB: 1e9, TB: 1e12 } as const;

/** A part of a whole, such as 0.1. */
export const ratio = variable("a number from 0 to 1, such as 0.1", (value) =>
  /^[01]?(?:\.\d{1,9})?$/.test(value) && Number(value) <= 1 ? Number(value) : undefined,
);

/**
 * Names and values as OpenTelemetry writes them: `name=value,name=value`, values percent-encoded
 * where they hold a comma.
 */
export const keyValues = variable<Readonly<Record<string, string>>>("name=value pairs, comma-separated", (value) => {
  const pairs = value.split(",").map((pair) => /^\s*([^\s=]+)\s*=(.*)$/.exec(pair));
  try {
    const entries = pairs.map((pair) => [pair?.[1] ?? "", decodeURIComponent(pair?.[2]?.trim() ?? "")] as const);
    return entries.every(([name]) => name !== "") ? Object.fromEntries(entries) : undefined;
  } catch {
    return undefined; // URIError is how a bad percent shows
  }
});

/** A size in bytes, written as `500MB`, `20GB` or `1.5TB`: powers of ten. */
export const byteSize = variable<number>("a size such as 500MB, 20GB or 1.5TB", (value) => {
  const [, number, unit] = /^(\d{1,6}(?:\.\d{1,3})?)([MGT]B)$/.exec(value) ?? [];
  const bytes = Math.round(Number(number) * BYTES_PER_UNIT[unit as keyof typeof BYTES_PER_UNIT]);
  return bytes > 0 ? bytes : undefined;
});

const SECONDS_PER_UNIT = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** A length of time in seconds, written as `7d`, `12h`, `15m`, `90s` or plain seconds. */
export const durationSeconds = (minSeconds: number, maxSeconds: number) =>
  variable(`a time such as 90s, 15m, 12h or 7d (${minSeconds}s to ${maxSeconds}s)`, (value) => {
    const match = /^(\d{1,9})([smhd]?)$/.exec(value);
    if (match === null) return undefined;
    const unit = (match[2] === "" ? "s" : match[2]) as keyof typeof SECONDS_PER_UNIT;
    const seconds = Number(match[1]) * SECONDS_PER_UNIT[unit];
    return seconds >= minSeconds && seconds <= maxSeconds ? seconds : undefined;
  });

export const rateLimit = variable<RateLimit>("JOBS/SECONDS, such as 50/60", (value) => {
  const match = /^([1-9]\d{0,5})\/([1-9]\d{0,4})$/.exec(value);
  return match === null ? undefined : { jobs: Number(match[1]), seconds: Number(match[2]) };
});

/**
 * As https://www.standardwebhooks.com writes it: `whsec_` and the base64 of 24 to 64 bytes. Read as
 * the bytes.
 */
export const webhookSecret = variable<Buffer>("whsec_ and the base64 of 24 to 64 random bytes", (value) => {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
  const bytes = Buffer.from(base64 ?? "", "base64");
  return bytes.length >= 24 && bytes.length <= 64 ? bytes : undefined;
});

/** 32 bytes in base64 each, such as `openssl rand -base64 32` gives. The first one seals. */
export const dataKeys = variable<readonly Buffer[]>(
  "the base64 of 32 random bytes, or several, comma-separated, each one once",
  (value) => {
    const texts = value.split(",").map((text) => text.trim());
    const keys = texts.map((text) => Buffer.from(/^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? text : "", "base64"));
    const isEachOnce = new Set(keys.map((bytes) => bytes.toString("base64"))).size === keys.length;
    return isEachOnce && keys.every((bytes) => bytes.length === 32) ? keys : undefined;
  },
);

export const directory = variable("a path", (value) => (isAbsolute(value) ? value : resolve(value)));

/** Folders, as absolute paths. */
export const directories = variable<readonly string[]>("paths of folders, comma-separated, each one once", (value) => {
  const paths = value.split(",").map((path) => path.trim());
  return paths.every((path) => path !== "") && new Set(paths.map((path) => resolve(path))).size === paths.length
    ? paths.map((path) => resolve(path))
    : undefined;
});

export const timeZone = variable("an IANA time zone such as Asia/Tokyo", (value) => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    return undefined; // RangeError is how Intl says that it does not know the zone
  }
});
