import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** How texts are kept: as they are, or so that only who has DATA_KEY reads them. */
export interface Cipher {
  /** `context` says what and whose text it is; a sealed text opens only under the same context. */
  seal(text: string, context: string): string;
  /** Throws UnreadableError for what was sealed under another key or context, or is damaged. */
  open(text: string, context: string): string;
  /** A text that stands for another one and tells nothing of it to who does not have the key. */
  fingerprint(text: string): string;
}

/** A text that was sealed under another key, or is damaged. */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError";
}

const PREFIX = "sealed1:";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Keeps texts as they are, and says so of sealed ones. */
export const PLAIN: Cipher = {
  seal: (text) => text,
  open: (text) => {
    if (text.startsWith(PREFIX)) throw new UnreadableError("It is encrypted, and DATA_KEY is not set");
    return text;
  },
  fingerprint: (text) => text,
};

/**
 * AES-256-GCM (NIST SP 800-38D) under a key derived from `dataKey`, with a random 96-bit IV a text. Texts that were kept before
 * the key was set stay readable.
 */
export function sealing(dataKey: Uint8Array): Cipher {
  const key = derived(dataKey, "guchi texts");
  const marks = derived(dataKey, "guchi fingerprints");
  return {
    seal: (text, context) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(context));
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return PREFIX + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64");
    },
    open: (text, context) => {
      if (!text.startsWith(PREFIX)) return text;
      const bytes = Buffer.from(text.slice(PREFIX.length), "base64");
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(context))
          .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
      } catch (cause) {
        throw new UnreadableError("It was encrypted under another DATA_KEY, or is damaged", { cause });
      }
    },
    fingerprint: (text) => createHmac("sha256", marks).update(text).digest("base64url"),
  };
}

function derived(dataKey: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", dataKey, "", purpose, 32));
}

/** The cipher for a setting. */
export function cipherFor(dataKey: Uint8Array | undefined): Cipher {
  return dataKey === undefined ? PLAIN : sealing(dataKey);
}
