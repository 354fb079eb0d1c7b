import { createHmac } from "node:crypto";

/** Headers of a signed message, as https://github.com/standard-webhooks/standard-webhooks (1.0.0) wants them. */
export function signedHeaders(
  secret: Uint8Array,
  { id, sentAtMs, body }: { readonly id: string; readonly sentAtMs: number; readonly body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(sentAtMs / 1_000));
  const signature = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
