import { signMedia } from "./sign.ts";
import type { Secret } from "../redis/secret.ts";

/**
 * A function that makes signed URLs under `base`. The expiry is rounded up to the hour, or to the
 * time to live where that is shorter: a file has the same URL for a while, and the caches of
 * players and of LINE can work.
 */
export function mediaUrls(
  { secret, ttlSeconds }: { readonly secret: Secret; readonly ttlSeconds: number },
  base: string,
  nowMs = Date.now(),
): (key: string) => string {
  const step = Math.min(ttlSeconds, 3_600);
  const exp = Math.ceil((nowMs / 1_000 + ttlSeconds) / step) * step;
  return (key) => {
    const { sig } = signMedia(secret.value, key, exp);
    return `${base}/media/${key}?exp=${exp}&sig=${sig}`;
  };
}
