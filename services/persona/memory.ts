import { PLAIN, UnreadableError, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import { memoryKeys } from "@guchi/contracts/memory/keys.ts";
import { readSaid, rememberSaid } from "@guchi/contracts/memory/last-said.ts";
import type { Redis } from "ioredis";

/** What she said last to whom. */
export interface PhraseMemory {
  /**
   * What she had said to the user before this job, if known. A job that runs again after it
   * remembered (crash between the two writes) gets the answer of its first run, so it composes the
   * same sentence again.
   */
  previous(user: string, jobId: string): Promise<string | undefined>;
  /** Keeps what she says to the user in this job. */
  remember(user: string, jobId: string, message: string): Promise<void>;
}

/** After a month nobody minds hearing a sentence again. */
export const PHRASE_MEMORY_TTL_MS = 30 * 24 * 60 * 60 * 1_000;

/**
 * Keeps the idol's own sentence, never the user's words, under a hash of the user's id. It goes
 * when its job is purged, and after `ttlMs`. Two jobs of one user at the same moment may overtake
 * each other: then the later one counts as what she said last.
 */
export function createRedisPhraseMemory(
  redis: Redis,
  { ttlMs = PHRASE_MEMORY_TTL_MS, cipher = PLAIN }: { readonly ttlMs?: number; readonly cipher?: Cipher } = {},
): PhraseMemory {
  return {
    async previous(user, jobId) {
      const said = await readSaid(redis, user);
      const sentence = said?.job === jobId ? said.previous : said?.message;
      return sentence === undefined ? undefined : opened(cipher, sentence, memoryKeys.persona(user));
    },
    async remember(user, job, message) {
      await rememberSaid(redis, user, { job, message: cipher.seal(message, memoryKeys.persona(user)) }, ttlMs);
    },
  };
}

/**
 * What does not open is as good as forgotten: she may repeat herself once, and the next write
 * repairs it.
 */
function opened(cipher: Cipher, sentence: string, context: string): string | undefined {
  try {
    return cipher.open(sentence, context, 0);
  } catch (error) {
    if (error instanceof UnreadableError) return undefined;
    throw error;
  }
}
