import { signMedia } from "@guchi/shared/media/sign.ts";

/**
 * A function that makes signed URLs under `base`. The expiry is rounded up to the hour, so that the same file has the
 * same URL for a while and a player's or LINE's cache can work.
 */
export function mediaUrls(
  { secret, ttlSeconds }: { readonly secret: string; readonly ttlSeconds: number },
  base: string,
  nowMs = Date.now(),
): (key: string) => string {
  const exp = Math.ceil((nowMs / 1_000 + ttlSeconds) / 3_600) * 3_600;
  return (key) => {
    const { sig } = signMedia(secret, key, exp);
    return `${base}/media/${key}?exp=${exp}&sig=${sig}`;
  };
}
