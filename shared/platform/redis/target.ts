import type { RedisTarget, TlsFiles } from "@guchi/chain/redis/target.ts";
import type { Settings } from "../config/settings.ts";

type Files = Pick<Settings, "REDIS_CA_FILE" | "REDIS_CERT_FILE" | "REDIS_KEY_FILE">;

/** The Redis that the settings name; undefined: none. */
export function redisTarget(settings: Files & Pick<Settings, "REDIS_URL">): RedisTarget | undefined {
  const { REDIS_URL: url } = settings;
  return url === undefined ? undefined : { url, ...tlsFiles(settings) };
}

/** The certificates that the settings name. */
export function tlsFiles({ REDIS_CA_FILE: ca, REDIS_CERT_FILE: cert, REDIS_KEY_FILE: key }: Files): TlsFiles {
  return { ca, cert, key };
}
