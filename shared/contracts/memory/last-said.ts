import type { Redis } from "ioredis";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import { memoryKeyPatterns, memoryKeys } from "./keys.ts";
import { userOf } from "./user-of.ts";
import { defineScript } from "@guchi/chain/redis/script.ts";
import { changedFields, type Kept } from "@guchi/platform/service/kept.ts";

/**
 * What the idol said to a user lately: a hash with a field for each job, so that a purge can take
 * out its own without opening it. A field holds when it was written (ms since the epoch, and later
 * than all before it), a space and the note, as the caller sealed it.
 */
const FIELD = /^(\d{1,15}) (.*)$/s;

/** So many jobs of a user are remembered; the oldest goes first. */
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
  const fields = Object.entries(await redis.hgetall(memoryKeys.persona(user))).flatMap(([by, field]) => {
    const [, at, note] = FIELD.exec(field) ?? [];
    return at === undefined || note === undefined ? [] : [{ by, at: Number(at), note }];
  });
  const own = fields.find(({ by }) => by === job)?.at ?? Infinity;
  const since = Date.now() - ttlMs;
  return fields
    .filter(({ at }) => at < own && at >= since)
    .toSorted((a, b) => a.at - b.at)
    .map(({ note }) => note);
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
export async function eraseSaid(job: string, redis: Redis, record?: JobRecord): Promise<void> {
  const user = userOf(record);
  if (user !== undefined) await redis.hdel(memoryKeys.persona(user), job);
}

/** The notes as a service declares that it keeps them. */
export const LAST_SAID: Kept = {
  sealed: [
    {
      keys: memoryKeyPatterns.persona,
      changed: (fields, key, reseal) =>
        changedFields(fields, /^/, (field) => resealSaid(field, (text) => reseal(text, key, 0))),
    },
  ],
  eraseFirst: (job, { redis, record }) => eraseSaid(job, redis, record),
};

/**
 * The field in place of one under an older key; undefined when it stays. Throws UnreadableError.
 */
function resealSaid(field: string, reseal: (text: string) => string | undefined): string | undefined {
  const [, at, sealed] = FIELD.exec(field) ?? [];
  const changed = sealed === undefined ? undefined : reseal(sealed);
  return changed === undefined ? undefined : `${at} ${changed}`;
}

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
