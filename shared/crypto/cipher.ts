import { createHmac } from "node:crypto";
import { derivedKey, sealer } from "./sealer.ts";

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

/** Keeps texts as they are, and says so of sealed ones. */
export const PLAIN: Cipher = {
  seal: (text) => text,
  open: (text) => {
    if (text.startsWith(PREFIX)) throw new UnreadableError("It is encrypted, and DATA_KEY is not set");
    return text;
  },
  fingerprint: (text) => text,
};

/** Seals texts under keys derived from `dataKey`. Texts that were kept before the key was set stay readable. */
export function sealing(dataKey: Uint8Array): Cipher {
  const texts = sealer(dataKey, "guchi texts");
  const marks = derivedKey(dataKey, "guchi fingerprints");
  return {
    seal: (text, context) => PREFIX + texts.seal(text, context),
    open: (text, context) => {
      if (!text.startsWith(PREFIX)) return text;
      const opened = texts.open(text.slice(PREFIX.length), context);
      if (opened === undefined) throw new UnreadableError("It was encrypted under another DATA_KEY, or is damaged");
      return opened;
    },
    fingerprint: (text) => createHmac("sha256", marks).update(text).digest("base64url"),
  };
}

/** The cipher for a setting. */
export function cipherFor(dataKey: Uint8Array | undefined): Cipher {
  return dataKey === undefined ? PLAIN : sealing(dataKey);
}
