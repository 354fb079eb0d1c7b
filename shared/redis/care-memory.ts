import type { Redis } from "ioredis";
import Type, { type Static } from "typebox";
import { CareKind } from "../contracts/guchi.ts";
import { UnreadableError, type Cipher } from "../crypto/cipher.ts";
import type { JobRecord } from "../job/record.ts";
import { fits } from "../schema.ts";
import { keys } from "./keys.ts";

/** For so long what somebody writes is read in the light of a danger that they spoke of. */
export const CARE_MEMORY_MS = 24 * 60 * 60 * 1_000;

/** That a job answered somebody in danger. */
const Cared = Type.Object({
  /** When the job was started, ms since the epoch. */
  at: Type.Integer({ minimum: 0 }),
  kind: Type.Optional(CareKind),
});
export type Cared = Static<typeof Cared>;

const Asked = Type.Object({ user: Type.String() });

/**
 * Notes that this job answers a user in danger: a field of a hash for each job, so that a purge can take out its own without
 * opening it. The note goes after a day, or with `ttlMs`.
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
  const key = keys.careMemory(user);
  await redis
    .multi()
    .hset(key, job, cipher.seal(JSON.stringify(cared), key))
    .pexpire(key, ttlMs)
    .exec();
}

/**
 * The last danger that the user spoke of within the day before `at` (ms since the epoch), in another job than this one.
 * A job that runs again is told the same as at first. A note that does not open counts as one of unknown kind.
 */
export async function recallCare(
  redis: Redis,
  cipher: Cipher,
  { user, job, at }: { readonly user: string; readonly job: string; readonly at: number },
): Promise<Cared | undefined> {
  const key = keys.careMemory(user);
  const notes = Object.entries(await redis.hgetall(key)).filter(([other]) => other !== job);
  return notes
    .map(([, note]) => opened(cipher, note, key) ?? { at: at - 1 })
    .filter((cared) => cared.at < at && cared.at > at - CARE_MEMORY_MS)
    .toSorted((a, b) => b.at - a.at)[0];
}

/** Erases what this job's record noted of its user. */
export async function eraseCare(job: string, redis: Redis, record?: JobRecord): Promise<void> {
  if (fits(Asked, record?.input)) await redis.hdel(keys.careMemory(record.input.user), job);
}

function opened(cipher: Cipher, note: string, context: string): Cared | undefined {
  try {
    const cared: unknown = JSON.parse(cipher.open(note, context, 0));
    return fits(Cared, cared) ? cared : undefined;
  } catch (error) {
    if (error instanceof UnreadableError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
