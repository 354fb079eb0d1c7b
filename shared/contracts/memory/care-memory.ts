import type { Redis } from "ioredis";
import { CareKind } from "../guchi.ts";
import { UnreadableError, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import { fits } from "@guchi/chain/schema.ts";
import { keptNotes, noteField, readNotes, type DatedNote } from "./dated-notes.ts";
import { memoryKeyPatterns, memoryKeys } from "./keys.ts";

/** For so long what somebody writes is read in the light of a danger that they spoke of. */
export const CARE_MEMORY_MS = 24 * 60 * 60 * 1_000;

/** That a job answered somebody in danger. */
export interface Cared {
  /** When the job was started, ms since the epoch. */
  readonly at: number;
  readonly kind?: CareKind;
}

/**
 * Notes that this job answers a user in danger: a field of a hash for each job, so that a purge can
 * take out its own without opening it. The note goes after a day, or with `ttlMs`.
 */
export async function rememberCare(
  redis: Redis,
  cipher: Cipher,
  {
    user,
    job,
    ttlMs = CARE_MEMORY_MS,
    ...cared
  }: Cared & { readonly user: string; readonly job: string; readonly ttlMs?: number },
): Promise<void> {
  const key = memoryKeys.careMemory(user);
  const over = (await readNotes(redis, key)).filter(({ at }) => at <= cared.at - ttlMs);
  const note = noteField({ at: cared.at, sealed: cipher.seal(cared.kind ?? "", key) });
  const writes = redis.multi().hset(key, job, note);
  for (const { job: old } of over) writes.hdel(key, old);
  await writes.pexpire(key, ttlMs).exec();
}

/**
 * The last danger that the user spoke of within the day before `at` (ms since the epoch), in
 * another job than this one. A job that runs again is told the same as at first. A note that does
 * not open counts as one of unknown kind.
 */
export async function recallCare(
  redis: Redis,
  cipher: Cipher,
  { user, job, at }: { readonly user: string; readonly job: string; readonly at: number },
): Promise<Cared | undefined> {
  const key = memoryKeys.careMemory(user);
  return (await readNotes(redis, key))
    .filter((note) => note.job !== job)
    .map((note) => opened(cipher, note, key))
    .filter((cared) => cared.at < at && cared.at > at - CARE_MEMORY_MS)
    .toSorted((a, b) => b.at - a.at)[0];
}

export const CARE_MEMORY = keptNotes(memoryKeyPatterns.careMemory, memoryKeys.careMemory);

function opened(cipher: Cipher, { at, sealed }: DatedNote, context: string): Cared {
  try {
    const kind = cipher.open(sealed, context, 0);
    return { at, ...(fits(CareKind, kind) && { kind }) };
  } catch (error) {
    if (error instanceof UnreadableError) return { at };
    throw error;
  }
}
