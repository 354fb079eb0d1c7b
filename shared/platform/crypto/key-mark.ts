import type { Redis } from "ioredis";
import Type from "typebox";
import { keys } from "../redis/keys.ts";
import { scanKeys } from "@guchi/chain/redis/scan.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { type Cipher, UnreadableError } from "@guchi/chain/crypto/cipher.ts";

/**
 * `plainUntil`: up to when texts were kept unsealed; 0: none are. `markedAt`: when this was noted.
 * In ms since the epoch.
 */
const Mark = Type.Object({ plainUntil: Type.Integer({ minimum: 0 }), markedAt: Type.Integer({ minimum: 0 }) });

/** What this Redis says of DATA_KEY. */
export interface KeyMark extends Type.Static<typeof Mark> {
  /** Whether texts are kept here that the keys of this process do not open. */
  readonly isOtherKeys: boolean;
}

/**
 * Reads the mark that tells since when texts are sealed in this Redis, and makes it where this is
 * the first start with a DATA_KEY. It is sealed itself, so that nobody who can write to Redis moves
 * it. `hasKey`: whether DATA_KEY is set.
 */
export async function readKeyMark(redis: Redis, cipher: Cipher, hasKey: boolean): Promise<KeyMark> {
  let mark = await redis.get(keys.dataKey);
  if (mark === null) {
    if (!hasKey) return { plainUntil: 0, markedAt: 0, isOtherKeys: false };
    // What is of this millisecond may be older.
    const plainUntil = (await hasJobs(redis)) ? Date.now() + 1 : 0;
    await redis.set(keys.dataKey, sealed(cipher, plainUntil), "NX");
    mark = await redis.get(keys.dataKey);
  }
  try {
    const { plainUntil, markedAt } = parseAs(Mark, JSON.parse(cipher.open(mark ?? "", keys.dataKey)));
    return { plainUntil, markedAt, isOtherKeys: false };
  } catch (error) {
    if (error instanceof UnreadableError) return { plainUntil: 0, markedAt: 0, isOtherKeys: true };
    throw error;
  }
}

/**
 * Notes that everything is sealed under the first key: from the next start on, nothing is read that
 * is not sealed.
 */
export async function noteAllSealed(redis: Redis, cipher: Cipher): Promise<void> {
  await redis.set(keys.dataKey, sealed(cipher, 0));
}

function sealed(cipher: Cipher, plainUntil: number): string {
  return cipher.seal(JSON.stringify({ plainUntil, markedAt: Date.now() }), keys.dataKey);
}

/** In a new Redis there are few keys to look at, and in an old one a job is soon found. */
async function hasJobs(redis: Redis): Promise<boolean> {
  for await (const found of scanKeys(redis, keys.job("*").replace(/\{\d+\}/, "{*}"))) if (found.length > 0) return true;
  return false;
}
