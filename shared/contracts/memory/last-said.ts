import type { Redis } from "ioredis";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import { memoryKeyPatterns, memoryKeys } from "./keys.ts";
import { userOf } from "./user-of.ts";
import { defineScript } from "@guchi/chain/redis/script.ts";
import { changedFields, type Kept } from "@guchi/platform/service/kept.ts";

/**
 * What the idol said last to a user, and before that: a hash with the job of each sentence beside
 * it, so that a purge can take out its own without opening it. Fields: job, message, previousJob,
 * previous. The sentences are as the caller sealed them.
 */
export interface LastSaid {
  readonly job: string;
  readonly message: string;
  /** What `job` itself met as the last sentence, if there was one. */
  readonly previous?: string;
}

/** undefined when nothing is known, or what is there is no such hash. */
export async function readSaid(redis: Redis, user: string): Promise<LastSaid | undefined> {
  const [job, message, previous] = await redis.hmget(memoryKeys.persona(user), "job", "message", "previous");
  if (job == null || message == null) return undefined;
  return { job, message, ...(previous != null && { previous }) };
}

/**
 * Keeps what she says to the user in this job, for `ttlMs`. A job that says it again changes only
 * its own sentence.
 */
export async function rememberSaid(
  redis: Redis,
  user: string,
  { job, message }: LastSaid,
  ttlMs: number,
): Promise<void> {
  await rememberScript(redis, { said: memoryKeys.persona(user) }, { job, message, ttlMs });
}

/** Erases what she said to the user of this job's record, in this job. */
export async function eraseSaid(job: string, redis: Redis, record?: JobRecord): Promise<void> {
  const user = userOf(record);
  if (user !== undefined) await forgetScript(redis, { said: memoryKeys.persona(user) }, { job });
}

/** The sentences as a service declares that it keeps them. */
export const LAST_SAID: Kept = {
  sealed: [
    {
      keys: memoryKeyPatterns.persona,
      changed: (fields, key, reseal) => changedFields(fields, /^(message|previous)$/, (text) => reseal(text, key, 0)),
    },
  ],
  eraseFirst: (job, { redis, record }) => eraseSaid(job, redis, record),
};

const rememberScript = defineScript(
  "guchiRememberSaid",
  { keys: ["said"], args: ["job", "message", "ttlMs"] },
  `
local last = redis.call('HMGET', said, 'job', 'message')
if last[1] ~= job then
  redis.call('DEL', said)
  if last[1] and last[2] then redis.call('HSET', said, 'previousJob', last[1], 'previous', last[2]) end
end
redis.call('HSET', said, 'job', job, 'message', message)
redis.call('PEXPIRE', said, ttlMs)
return 1`,
);

/** The sentence before it, of another job, becomes the last one again. */
const forgetScript = defineScript(
  "guchiForgetSaid",
  { keys: ["said"], args: ["job"] },
  `
local is = redis.call('HMGET', said, 'job', 'previousJob', 'previous')
if is[1] == job then
  if not is[2] then return redis.call('DEL', said) end
  redis.call('HSET', said, 'job', is[2], 'message', is[3])
elseif is[2] ~= job then return 0 end
return redis.call('HDEL', said, 'previousJob', 'previous')`,
);
