import type { Redis } from "ioredis";
import { keptNotes, noteEraser, readNotes } from "./dated-notes.ts";
import { memoryKeyPatterns, memoryKeys } from "./keys.ts";
import { defineScript } from "@guchi/chain/redis/script.ts";

/**
 * What the idol said to a user lately is kept as dated notes, each later than all before it, of so
 * many jobs; the oldest goes first.
 */
export const MOST_SAID = 50;

/**
 * The notes of the last `ttlMs` that the job met, oldest first: a job that runs again after it
 * noted its own gets those of its first run. What does not look like a note is left out.
 */
export async function readSaid(
  redis: Redis,
  user: string,
  { job, ttlMs }: { readonly job: string; readonly ttlMs: number },
): Promise<readonly string[]> {
  const notes = await readNotes(redis, memoryKeys.persona(user));
  const own = notes.find((each) => each.job === job)?.at ?? Infinity;
  const since = Date.now() - ttlMs;
  return notes
    .filter(({ at }) => at < own && at >= since)
    .toSorted((a, b) => a.at - b.at)
    .map(({ sealed }) => sealed);
}

/**
 * Keeps what she says to the user in this job, for `ttlMs`; older notes go. A job that says it
 * again changes only its own.
 */
export async function rememberSaid(
  redis: Redis,
  user: string,
  { job, note }: { readonly job: string; readonly note: string },
  ttlMs: number,
): Promise<void> {
  await rememberScript(
    redis,
    { said: memoryKeys.persona(user) },
    { job, note, ttlMs, most: MOST_SAID, now: Date.now() },
  );
}

/** Erases what she said to the user of this job's record, in this job. */
export const eraseSaid = noteEraser(memoryKeys.persona);

export const LAST_SAID = keptNotes(memoryKeyPatterns.persona, eraseSaid);

const rememberScript = defineScript(
  "guchiRememberSaid",
  { keys: ["said"], args: ["job", "note", "ttlMs", "most", "now"] },
  `
local fields = redis.call('HGETALL', said)
local own, highest, oldest, lowest, count = nil, 0, nil, nil, 0
for i = 1, #fields, 2 do
  local at = tonumber(string.match(fields[i + 1], '^(%d+) ') or '0')
  if fields[i] == job then own = at end
  if fields[i] ~= job and at < now - ttlMs then redis.call('HDEL', said, fields[i])
  else
    if at > highest then highest = at end
    if lowest == nil or at < lowest then lowest, oldest = at, fields[i] end
    count = count + 1
  end
end
if own == nil and count >= tonumber(most) then redis.call('HDEL', said, oldest) end
redis.call('HSET', said, job, string.format('%d %s', own or math.max(now, highest + 1), note))
redis.call('PEXPIRE', said, ttlMs)
return 1`,
);
