import type { Redis } from "ioredis";
import { CareKind } from "../guchi.ts";
import { UnreadableError, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import { fits } from "@guchi/chain/schema.ts";
import { changedFields, type Kept } from "@guchi/platform/service/kept.ts";
import { memoryKeyPatterns, memoryKeys } from "./keys.ts";
import { userOf } from "./user-of.ts";

/** For so long what somebody writes is read in the light of a danger that they spoke of. */
export const CARE_MEMORY_MS = 24 * 60 * 60 * 1_000;

/** That a job answered somebody in danger. */
export interface Cared {
  /** When the job was started, ms since the epoch. */
  readonly at: number;
  readonly kind?: CareKind;
}

/**
 * The time stands in the open: that there was something is known also to who cannot open what it
 * was.
 */
const NOTE = /^(\d{1,16}) (.*)$/s;

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
  const isOver = ([, note]: [string, string]) => Number(note.split(" ", 1)[0]) <= cared.at - ttlMs;
  const over = Object.entries(await redis.hgetall(key)).filter(isOver);
  const writes = redis.multi().hset(key, job, `${cared.at} ${cipher.seal(cared.kind ?? "", key)}`);
  for (const [old] of over) writes.hdel(key, old);
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
  const notes = Object.entries(await redis.hgetall(key)).filter(([other]) => other !== job);
  return notes
    .flatMap(([, note]) => opened(cipher, note, key))
    .filter((cared) => cared.at < at && cared.at > at - CARE_MEMORY_MS)
    .toSorted((a, b) => b.at - a.at)[0];
}

/** Erases what this job's record noted of its user. */
export async function eraseCare(job: string, redis: Redis, record?: JobRecord): Promise<void> {
  const user = userOf(record);
  if (user !== undefined) await redis.hdel(memoryKeys.careMemory(user), job);
}

/** The memory as a service declares that it keeps it. */
export const CARE_MEMORY: Kept = {
  sealed: [
    {
      keys: memoryKeyPatterns.careMemory,
      changed: (fields, key, reseal) =>
        changedFields(fields, /^/, (note) => resealCare(note, (text) => reseal(text, key, 0))),
    },
  ],
  eraseFirst: (job, { redis, record }) => eraseCare(job, redis, record),
};

/** The note in place of one under an older key; undefined when it stays. Throws UnreadableError. */
function resealCare(note: string, reseal: (text: string) => string | undefined): string | undefined {
  const [, at, sealed] = NOTE.exec(note) ?? [];
  const changed = sealed === undefined ? undefined : reseal(sealed);
  return changed === undefined ? undefined : `${at} ${changed}`;
}

function opened(cipher: Cipher, note: string, context: string): Cared[] {
  const [, at, sealed] = NOTE.exec(note) ?? [];
  if (at === undefined || sealed === undefined) return [];
  try {
    const kind = cipher.open(sealed, context, 0);
    return [{ at: Number(at), ...(fits(CareKind, kind) && { kind }) }];
  } catch (error) {
    if (error instanceof UnreadableError) return [{ at: Number(at) }];
    throw error;
  }
}
