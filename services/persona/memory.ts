import Type from "typebox";
import { PLAIN, UnreadableError, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import { fits } from "@guchi/chain/schema.ts";
import { Language } from "@guchi/contracts/guchi.ts";
import { memoryKeys } from "@guchi/contracts/memory/keys.ts";
import { keepNote, latestNotes } from "@guchi/contracts/memory/latest-notes.ts";
import type { Redis } from "ioredis";
import type { Remembered } from "./words/recall.ts";

/** What she said lately to whom, and about what. */
export interface PhraseMemory {
  /**
   * What she had said to the user before this job, oldest first. A job that runs again after it
   * remembered (crash between the two writes) gets the answer of its first run, so it composes the
   * same again.
   */
  before(user: string, jobId: string): Promise<readonly Remembered[]>;
  /** Keeps what she says to the user in this job. */
  remember(user: string, jobId: string, said: Remembered): Promise<void>;
}

/** After a month nobody minds hearing a sentence again. */
export const PHRASE_MEMORY_TTL_MS = 30 * 24 * 60 * 60 * 1_000;

const Note = Type.Object({
  message: Type.String(),
  subject: Type.Optional(Type.String()),
  grave: Type.Optional(Type.Boolean()),
  language: Type.Optional(Language),
  at: Type.Integer(),
});

/**
 * Keeps the idol's own sentences and the names of their subjects under a hash of the user's id.
 * Each goes when its job is purged, and after `ttlMs`. Two jobs of one user at the same moment
 * may not know of each other.
 */
export function createRedisPhraseMemory(
  redis: Redis,
  { ttlMs = PHRASE_MEMORY_TTL_MS, cipher = PLAIN }: { readonly ttlMs?: number; readonly cipher?: Cipher } = {},
): PhraseMemory {
  return {
    async before(user, jobId) {
      const notes = await latestNotes(redis, memoryKeys.persona(user), { job: jobId, ttlMs });
      return notes.flatMap((note) => opened(cipher, note, memoryKeys.persona(user)));
    },
    async remember(user, job, said) {
      const note = cipher.seal(JSON.stringify(said), memoryKeys.persona(user));
      await keepNote(redis, memoryKeys.persona(user), { job, note }, ttlMs);
    },
  };
}

/** What does not open is as good as forgotten: she may repeat herself once. */
function opened(cipher: Cipher, note: string, context: string): Remembered[] {
  try {
    const said: unknown = JSON.parse(cipher.open(note, context, 0));
    return fits(Note, said) ? [said] : [];
  } catch (error) {
    if (error instanceof UnreadableError || error instanceof SyntaxError) return [];
    throw error;
  }
}
