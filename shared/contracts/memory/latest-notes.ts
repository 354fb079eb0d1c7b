import { PLAIN, UnreadableError, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import { defineScript } from "@guchi/chain/redis/script.ts";
import { fits } from "@guchi/chain/schema.ts";
import type { Redis } from "ioredis";
import type Type from "typebox";
import { readNotes } from "./dated-notes.ts";

/**
 * What a stage told a user lately is kept as dated notes of a hash, each later than all before it,
 * of so many jobs; the oldest goes first.
 */
export const MOST_NOTES = 50;

/** What a stage told its users lately. */
export interface LatestNotes<Note> {
  /**
   * What it had told the user before this job, oldest first. A job that runs again after it
   * remembered (crash between the two writes) gets the answer of its first run, so it tells the
   * same again.
   */
  before(user: string, job: string): Promise<readonly Note[]>;
  /** Keeps what it tells the user in this job. */
  remember(user: string, job: string, note: Note): Promise<void>;
}

interface Keeping {
  /** The key of a user's hash. */
  readonly keyOf: (user: string) => string;
  readonly ttlMs: number;
  readonly cipher?: Cipher | undefined;
}

/**
 * Keeps notes of this schema, sealed. Each goes when its job is purged, and after `ttlMs`. Two jobs
 * of one user at the same moment may not know of each other. What does not open, or is damaged, is
 * as good as forgotten: a stage may repeat itself once.
 */
export function createLatestNotes<Schema extends Type.TSchema>(
  redis: Redis,
  schema: Schema,
  { keyOf, ttlMs, cipher = PLAIN }: Keeping,
): LatestNotes<Type.Static<Schema>> {
  return {
    async before(user, job) {
      const key = keyOf(user);
      const notes = await latestNotes(redis, key, { job, ttlMs });
      return notes.map((note) => opened(cipher, note, key)).filter((note) => fits(schema, note));
    },
    async remember(user, job, note) {
      const key = keyOf(user);
      await keepNote(redis, key, { job, note: cipher.seal(JSON.stringify(note), key) }, ttlMs);
    },
  };
}

function opened(cipher: Cipher, note: string, context: string): unknown {
  try {
    return JSON.parse(cipher.open(note, context, 0));
  } catch (error) {
    if (error instanceof UnreadableError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * The notes of the last `ttlMs` that the job met, oldest first: a job that runs again after it
 * noted its own gets those of its first run. What does not look like a note is left out.
 */
async function latestNotes(
  redis: Redis,
  key: string,
  { job, ttlMs }: { readonly job: string; readonly ttlMs: number },
): Promise<readonly string[]> {
  const notes = await readNotes(redis, key);
  const own = notes.find((each) => each.job === job)?.at ?? Infinity;
  const since = Date.now() - ttlMs;
  return notes
    .filter(({ at }) => at < own && at >= since)
    .toSorted((a, b) => a.at - b.at)
    .map(({ sealed }) => sealed);
}

/**
 * Keeps a note of what is told in this job, for `ttlMs`; older notes go. A job that tells it again
 * changes only its own.
 */
async function keepNote(
  redis: Redis,
  key: string,
  { job, note }: { readonly job: string; readonly note: string },
  ttlMs: number,
): Promise<void> {
  await keepScript(redis, { notes: key }, { job, note, ttlMs, most: MOST_NOTES, now: Date.now() });
}

const keepScript = defineScript(
  "guchiKeepNote",
  { keys: ["notes"], args: ["job", "note", "ttlMs", "most", "now"] },
  `
local fields = redis.call('HGETALL', notes)
local own, highest, oldest, lowest, count = nil, 0, nil, nil, 0
for i = 1, #fields, 2 do
  local at = tonumber(string.match(fields[i + 1], '^(%d+) ') or '0')
  if fields[i] == job then own = at end
  if fields[i] ~= job and at < now - ttlMs then redis.call('HDEL', notes, fields[i])
  else
    if at > highest then highest = at end
    if lowest == nil or at < lowest then lowest, oldest = at, fields[i] end
    count = count + 1
  end
end
if own == nil and count >= tonumber(most) then redis.call('HDEL', notes, oldest) end
redis.call('HSET', notes, job, string.format('%d %s', own or math.max(now, highest + 1), note))
redis.call('PEXPIRE', notes, ttlMs)
return 1`,
);
