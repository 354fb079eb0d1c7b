import { validateSignature } from "@line/bot-sdk";

/** base64 of 32 bytes. Anything else cannot be a signature, and the SDK throws on some of it. */
const SIGNATURE = /^[A-Za-z0-9+/]{43}=$/;

/**
 * Whether LINE signed exactly these bytes: base64 of HMAC-SHA256 with the channel secret
 * (https://developers.line.biz/en/reference/messaging-api/#signature-validation). False for a
 * missing, empty or malformed signature too. The SDK compares in constant time.
 */
export function isSigned(body: Buffer, channelSecret: string, signature: unknown): boolean {
  return (
    typeof signature === "string" && SIGNATURE.test(signature) && validateSignature(body, channelSecret, signature)
  );
}
