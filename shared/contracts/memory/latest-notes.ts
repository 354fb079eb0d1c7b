import type { Redis } from "ioredis";
import { readNotes } from "./dated-notes.ts";
import { defineScript } from "@guchi/chain/redis/script.ts";

/**
 * What a stage told a user lately is kept as dated notes of a hash, each later than all before it,
 * of so many jobs; the oldest goes first.
 */
export const MOST_NOTES = 50;

/**
 * The notes of the last `ttlMs` that the job met, oldest first: a job that runs again after it
 * noted its own gets those of its first run. What does not look like a note is left out.
 */
export async function latestNotes(
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
export async function keepNote(
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
