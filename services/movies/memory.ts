import { PLAIN, UnreadableError, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import { fits } from "@guchi/chain/schema.ts";
import { keptNotes, noteEraser } from "@guchi/contracts/memory/dated-notes.ts";
import { memoryKeyPatterns, memoryKeys } from "@guchi/contracts/memory/keys.ts";
import { keepNote, latestNotes } from "@guchi/contracts/memory/latest-notes.ts";
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

/** Which films a user was told of lately. */
export interface FilmMemory {
  /**
   * Those of the jobs before this one, oldest first. A job that runs again after it remembered gets
   * the answer of its first run.
   */
  before(user: string, job: string): Promise<readonly Told[]>;
  remember(user: string, job: string, told: Told): Promise<void>;
}

/** After a month a film may be told again. */
export const FILM_MEMORY_TTL_MS = 30 * 24 * 60 * 60 * 1_000;

/** Erases the film that this job told the user of its record. */
export const TOLD_FILMS = keptNotes(memoryKeyPatterns.toldFilms, noteEraser(memoryKeys.toldFilms));

/** Keeps films and requests under a hash of the user's id, for `ttlMs` or until their jobs go. */
export function createFilmMemory(
  redis: Redis,
  { ttlMs = FILM_MEMORY_TTL_MS, cipher = PLAIN }: { readonly ttlMs?: number; readonly cipher?: Cipher } = {},
): FilmMemory {
  return {
    async before(user, job) {
      const notes = await latestNotes(redis, memoryKeys.toldFilms(user), { job, ttlMs });
      return notes.flatMap((note) => opened(cipher, note, memoryKeys.toldFilms(user)));
    },
    async remember(user, job, told) {
      const note = cipher.seal(JSON.stringify(told), memoryKeys.toldFilms(user));
      await keepNote(redis, memoryKeys.toldFilms(user), { job, note }, ttlMs);
    },
  };
}

/** What does not open is as good as forgotten: a film may be told again. */
function opened(cipher: Cipher, note: string, context: string): readonly Told[] {
  try {
    const told: unknown = JSON.parse(cipher.open(note, context, 0));
    return fits(Told, told) ? [told] : [];
  } catch (error) {
    if (error instanceof UnreadableError || error instanceof SyntaxError) return [];
    throw error;
  }
}
