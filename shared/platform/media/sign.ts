import { createHmac, timingSafeEqual } from "node:crypto";

/** What a media URL carries besides the key. */
export interface MediaSignature {
  /** Seconds since the epoch until which the URL is good. */
  readonly exp: number;
  /** base64url of HMAC-SHA256 over key and expiry, 128 bits of it. */
  readonly sig: string;
}

const SIGNATURE_BYTES = 16;

/** Signs a key until `exp`, in seconds since the epoch. */
export function signMedia(secret: string, key: string, exp: number): MediaSignature {
  return { exp, sig: digest(secret, key, exp).toString("base64url") };
}

/**
 * Whether the signature is ours and still good at `nowMs`. The comparison takes the same time
 * whatever differs.
 */
export function isGoodSignature(
  secret: string,
  key: string,
  { exp, sig }: MediaSignature,
  nowMs = Date.now(),
): boolean {
  // As text and not decoded: base64url has several texts for the same bytes, and one file shall
  // have one URL.
  const given = Buffer.from(sig);
  const expected = Buffer.from(signMedia(secret, key, exp).sig);
  return given.length === expected.length && timingSafeEqual(given, expected) && exp * 1_000 > nowMs;
}

function digest(secret: string, key: string, exp: number): Buffer {
  return createHmac("sha256", secret).update(`${exp}\n${key}`).digest().subarray(0, SIGNATURE_BYTES);
}
