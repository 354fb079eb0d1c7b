import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals texts so that only who has the secret opens them. */
export interface Sealer {
  /** `context` says what and whose text it is; a sealed text opens only under the same context. */
  seal(text: string, context: string): string;
  /** undefined for what was sealed under another secret or context, or is damaged. */
  open(sealed: string, context: string): string | undefined;
}

/**
 * AES-256-GCM (NIST SP 800-38D) under a key derived from `secret` for this `purpose`, with a random
 * 96-bit IV a text; base64.
 */
export function sealer(secret: Uint8Array | string, purpose: string): Sealer {
  const key = derivedKey(secret, purpose);
  return {
    seal: (text, context) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(context));
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64");
    },
    open: (sealed, context) => {
      const bytes = Buffer.from(sealed, "base64");
      if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(context))
          .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
      } catch {
        return undefined; // the authentication failed
      }
    },
  };
}

/** A key of 256 bits for one purpose (HKDF, RFC 5869). */
export function derivedKey(secret: Uint8Array | string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", purpose, 32));
}
