import { createHmac } from "node:crypto";
import { derivedKey, sealer } from "./sealer.ts";

/** How texts are kept: as they are, or so that only who has DATA_KEY reads them. */
export interface Cipher {
  /** `context` says what and whose text it is; a sealed text opens only under the same context. */
  seal(text: string, context: string): string;
  /**
   * `writtenAt`: when it was kept, in ms since the epoch, where that is known. Throws
   * UnreadableError for what was sealed under another key or context, is damaged, or is not sealed
   * although it is not older than the key.
   */
  open(text: string, context: string, writtenAt?: number): string;
  /**
   * The same text as `seal` would keep it now; undefined when it is kept so. Throws as `open` does.
   */
  reseal(text: string, context: string, writtenAt?: number): string | undefined;
  /** A text that stands for another one and tells nothing of it to who does not have the key. */
  fingerprint(text: string): string;
  /**
   * Whether this is a fingerprint of the text, also under an older key, or from before there was
   * one.
   */
  isFingerprint(fingerprint: string, text: string): boolean;
}

/** A text that was sealed under another key, or is damaged. */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError";
  /**
   * Whether it is whole, as far as can be told, and another process reads it: with another
   * DATA_KEY, or with none.
   */
  readonly isOtherKeys: boolean;

  constructor(message: string, { isOtherKeys }: { readonly isOtherKeys: boolean }) {
    super(message);
    this.isOtherKeys = isOtherKeys;
  }
}

/**
 * A restart with a first DATA_KEY is over by then, in ms: until then a process without it may still
 * write.
 */
const FIRST_RESTART_MS = 3_600_000;

/** Behind it the id of the key, a colon and the sealed text. */
const PREFIX = "sealed1:";
const SEALED = /^sealed1:([\w-]{8}):(.*)$/s;

/** Keeps texts as they are, and says so of sealed ones. */
export const PLAIN: Cipher = {
  seal: (text) => text,
  open: (text) => {
    if (text.startsWith(PREFIX))
      throw new UnreadableError("It is encrypted, and DATA_KEY is not set", { isOtherKeys: SEALED.test(text) });
    return text;
  },
  reseal: () => undefined,
  fingerprint: (text) => text,
  isFingerprint: (fingerprint, text) => fingerprint === text,
};

/**
 * Seals texts under keys derived from the first of `dataKeys` and opens what any of them sealed.
 * `plainUntil` gives the time, in ms since the epoch, up to which texts were kept unsealed: what is
 * older than that is read as it is. `markedAt` tells when that was noted: for an hour from then on,
 * what is not sealed may be of a process that is still to be restarted with the key, which can read
 * it.
 */
export function sealing(
  dataKeys: readonly Uint8Array[],
  plainUntil: () => number = () => 0,
  markedAt: () => number = () => 0,
): Cipher {
  const keys = dataKeys.map((dataKey) => ({
    id: derivedKey(dataKey, "key id").toString("base64url").slice(0, 8),
    texts: sealer(dataKey, "texts"),
    marks: derivedKey(dataKey, "fingerprints"),
  }));
  const [first] = keys;
  if (first === undefined) throw new RangeError("There must be a key");
  const keyed = ({ marks }: typeof first, text: string) => createHmac("sha256", marks).update(text).digest("base64url");
  const cipher: Cipher = {
    seal: (text, context) => `${PREFIX}${first.id}:${first.texts.seal(text, context)}`,
    open: (text, context, writtenAt = Number.POSITIVE_INFINITY) => {
      if (!text.startsWith(PREFIX)) {
        if (writtenAt < plainUntil()) return text;
        const isOtherKeys = Date.now() - markedAt() < FIRST_RESTART_MS;
        throw new UnreadableError("It is not encrypted, and is not older than DATA_KEY", { isOtherKeys });
      }
      const [, id, sealed] = SEALED.exec(text) ?? [];
      const key = keys.find((known) => known.id === id);
      if (id !== undefined && key === undefined)
        throw new UnreadableError("It was encrypted under another DATA_KEY", { isOtherKeys: true });
      const opened = key?.texts.open(sealed ?? "", context);
      if (opened === undefined) throw new UnreadableError("What is encrypted is damaged", { isOtherKeys: false });
      return opened;
    },
    reseal: (text, context, writtenAt) => {
      if (text.startsWith(`${PREFIX}${first.id}:`)) return undefined;
      return cipher.seal(cipher.open(text, context, writtenAt), context);
    },
    fingerprint: (text) => keyed(first, text),
    isFingerprint: (fingerprint, text) =>
      keys.some((key) => keyed(key, text) === fingerprint) || (fingerprint === text && plainUntil() > 0),
  };
  return cipher;
}

/** The cipher for the setting DATA_KEY. */
export function cipherFor(
  dataKeys: readonly Uint8Array[] | undefined,
  plainUntil?: () => number,
  markedAt?: () => number,
): Cipher {
  return dataKeys === undefined ? PLAIN : sealing(dataKeys, plainUntil, markedAt);
}
