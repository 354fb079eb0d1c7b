import type { Cipher } from "@guchi/chain/crypto/cipher.ts";
import { keptNotes } from "@guchi/contracts/memory/dated-notes.ts";
import { memoryKeyPatterns, memoryKeys } from "@guchi/contracts/memory/keys.ts";
import { createLatestNotes, type LatestNotes } from "@guchi/contracts/memory/latest-notes.ts";
import { RecommendMode } from "@guchi/contracts/movie.ts";
import type { Redis } from "ioredis";
import Type, { type Static } from "typebox";

const Told = Type.Object({
  film: Type.String(),
  /** What was asked for, so that 「ほかには？」 can be answered. */
  request: Type.String(),
  mode: RecommendMode,
  /** Whether others read it, too. */
  beforeOthers: Type.Boolean(),
});
/** A film that a user was told of. */
export type Told = Static<typeof Told>;

/** Which films users were told of lately. */
export type FilmMemory = LatestNotes<Told>;

/** After a month a film may be told again. */
export const FILM_MEMORY_TTL_MS = 30 * 24 * 60 * 60 * 1_000;

/** A purge erases the film that this job told the user of its record. */
export const TOLD_FILMS = keptNotes(memoryKeyPatterns.toldFilms, memoryKeys.toldFilms);

/** Keeps films and requests under a hash of the user's id, for `ttlMs` or until their jobs go. */
export function createFilmMemory(
  redis: Redis,
  keeping: { readonly ttlMs: number; readonly cipher: Cipher | undefined },
): FilmMemory {
  return createLatestNotes(redis, Told, { keyOf: memoryKeys.toldFilms, ...keeping });
}
