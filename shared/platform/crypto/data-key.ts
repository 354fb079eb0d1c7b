import { cipherFor, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import type { Redis } from "ioredis";
import { readKeyMark, type KeyMark } from "./key-mark.ts";

/** How texts are kept in a Redis, once it is known what that says of DATA_KEY. */
export interface DataKey {
  readonly cipher: Cipher;
  /** Learns up to when texts were kept unsealed. Before this, none of those is read. */
  learn(redis: Redis): Promise<KeyMark>;
}

/** The cipher of DATA_KEY; without one, texts are kept as they are. */
export function dataKey(keys: readonly Buffer[] | undefined): DataKey {
  let [plainUntil, markedAt] = [0, 0];
  const cipher = cipherFor(
    keys,
    () => plainUntil,
    () => markedAt,
  );
  return {
    cipher,
    async learn(redis) {
      const mark = await readKeyMark(redis, cipher, keys !== undefined);
      ({ plainUntil, markedAt } = mark);
      return mark;
    },
  };
}
