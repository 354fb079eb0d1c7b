import { signMedia } from "./sign.ts";
import type { Secret } from "../redis/secret.ts";

interface Signing {
  readonly secret: Secret;
  readonly ttlSeconds: number;
}

/**
 * A function that makes signed URLs under `base`. The expiry is rounded up to the hour, or to the
 * time to live where that is shorter: a file has the same URL for a while, and the caches of
 * players and of LINE can work.
 */
export function mediaUrls({ secret, ttlSeconds }: Signing, base: string, nowMs = Date.now()): (key: string) => string {
  const exp = expiryOf(ttlSeconds, nowMs);
  return (key) => {
    const { sig } = signMedia(secret.value, key, exp);
    return `${base}/media/${key}?exp=${exp}&sig=${sig}`;
  };
}

/** Where this text is the same, the URLs of `mediaUrls` are. */
export function mediaUrlsMark({ secret, ttlSeconds }: Signing, base: string, nowMs = Date.now()): string {
  return `${expiryOf(ttlSeconds, nowMs)} ${secret.value} ${base}`;
}

/** In seconds since the epoch. */
function expiryOf(ttlSeconds: number, nowMs: number): number {
  const step = Math.min(ttlSeconds, 3_600);
  return Math.ceil((nowMs / 1_000 + ttlSeconds) / step) * step;
}
