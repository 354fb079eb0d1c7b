import type { RateLimit } from "@guchi/chain/worker.ts";
import { rateLimit, variable } from "@guchi/platform/config/variables.ts";

/**
 * What a key may do: start jobs, read those that it started, read all, steer (cancel, suspend,
 * resume, rewind, restart, purge, events) what it may read, and everything.
 */
const SCOPES = ["start", "read-own", "read-all", "steer", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

/** One of API_KEYS. */
export interface ApiKey {
  readonly key: string;
  /** For the audit, and for the jobs that it started; undefined: a key that may do everything. */
  readonly name?: string | undefined;
  readonly scopes: ReadonlySet<Scope>;
  /** Most requests; undefined: API_RATE_LIMIT. */
  readonly rateLimit?: RateLimit | undefined;
}

/** Long enough that nobody guesses one: 128 bits in base64url are 22 characters. */
const MIN_KEY_LENGTH = 16;
/** `shop:start+read-own@600/60:KEY` */
const NAMED = /^([a-z][a-z0-9-]{0,31}):([a-z+-]+)(?:@(\d+\/\d+))?:(.*)$/;

/** Reads API_KEYS: keys alone, which may do everything, and keys with a name, scopes and a rate. */
export const apiKeys = variable<readonly ApiKey[]>(
  `keys of at least ${MIN_KEY_LENGTH} characters without spaces, or NAME:SCOPE+SCOPE@REQUESTS/SECONDS:KEY with scopes of ${SCOPES.join(", ")}, comma-separated`,
  (value) => {
    const keys = value.split(",").map((text) => apiKey(text.trim()));
    const names = keys.flatMap((key) => key?.name ?? []);
    const isEachOnce =
      new Set(names).size === names.length && new Set(keys.map((key) => key?.key)).size === keys.length;
    return isEachOnce && keys.every((key) => key !== undefined) ? keys : undefined;
  },
);

/** The key of one entry; undefined where it is none. */
export function apiKey(text: string): ApiKey | undefined {
  const [, name, list = "", rate, named] = NAMED.exec(text) ?? [];
  const key = named ?? text;
  if (key.length < MIN_KEY_LENGTH || !/^[\x21-\x7e]+$/.test(key)) return undefined;
  // A misspelt name or rate must not become a key that may do everything.
  if (name === undefined) return key.includes(":") ? undefined : { key, scopes: new Set(SCOPES) };
  const asked = list.split("+");
  const scopes = SCOPES.filter((scope) => asked.includes(scope));
  const limit = rate === undefined ? undefined : rateLimit({ about: "" }).read(rate);
  if (scopes.length !== asked.length || (rate !== undefined && limit === undefined)) return undefined;
  return { key, name, scopes: new Set(scopes), rateLimit: limit };
}
