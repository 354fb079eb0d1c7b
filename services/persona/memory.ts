import type { Cipher } from "@guchi/chain/crypto/cipher.ts";
import { Language } from "@guchi/contracts/guchi.ts";
import { keptNotes } from "@guchi/contracts/memory/dated-notes.ts";
import { memoryKeyPatterns, memoryKeys } from "@guchi/contracts/memory/keys.ts";
import { createLatestNotes, type LatestNotes } from "@guchi/contracts/memory/latest-notes.ts";
import type { Redis } from "ioredis";
import Type from "typebox";
import type { Remembered } from "./words/recall.ts";

/** What she said lately to whom, and about what. */
export type PhraseMemory = LatestNotes<Remembered>;

/** After a month nobody minds hearing a sentence again. */
export const PHRASE_MEMORY_TTL_MS = 30 * 24 * 60 * 60 * 1_000;

/** A purge erases what she said to the user of this job's record, in this job. */
export const LAST_SAID = keptNotes(memoryKeyPatterns.persona, memoryKeys.persona);

const Note = Type.Object({
  message: Type.String(),
  subject: Type.Optional(Type.String()),
  grave: Type.Optional(Type.Boolean()),
  language: Type.Optional(Language),
  at: Type.Integer(),
});

/** Keeps the idol's own sentences and the names of their subjects under a hash of the user's id. */
export function createRedisPhraseMemory(
  redis: Redis,
  { ttlMs = PHRASE_MEMORY_TTL_MS, cipher }: { readonly ttlMs?: number; readonly cipher?: Cipher } = {},
): PhraseMemory {
  return createLatestNotes(redis, Note, { keyOf: memoryKeys.persona, ttlMs, cipher });
}
