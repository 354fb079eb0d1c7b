import { defineScript } from "../redis/script.ts";
import { MOVE } from "./scripts.ts";

/**
 * The writers of a job record by which somebody steers the job. KEYS and fields are those of
 * scripts.ts.
 */

/**
 * Changes the job's status from outside.
 * ARGV: 1 new status ('canceled' | 'suspended' | 'resumed'), 2 channel, 3 now, 4 id, 5 ms to keep a
 * finished job, 6 when the sweep looks, 7 channel of ended jobs, then the states in which it is
 * allowed. Reply: 'ok', or the job's status when that forbids it; 'unknown' | 'purged'.
 */
export const steerScript = defineScript(
  "guchiSteer",
  `${MOVE}
local head = redis.call('HMGET', KEYS[1], 'status', 'createdAt', 'callback', 'resumes')
local status, id, now = head[1], ARGV[4], ARGV[3]
if not status then return 'unknown' end
local allowed = false
for i = 8, #ARGV do allowed = allowed or ARGV[i] == status end
if not allowed then return status end
local after = ARGV[1]
if after == 'resumed' then after = head[4] or 'running' end
redis.call('HSET', KEYS[1], 'status', after, 'updatedAt', now)
move(status, after, id, head[2])
local length = redis.call('RPUSH', KEYS[2], told(now, after))
if after == 'canceled' then
  if head[3] then redis.call('ZADD', KEYS[3], ARGV[6], id) else redis.call('ZREM', KEYS[3], id) end
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  redis.call('PEXPIRE', KEYS[2], ARGV[5])
  redis.call('PUBLISH', ARGV[7], id)
elseif after == 'suspended' then
  redis.call('HSET', KEYS[1], 'resumes', status)
  redis.call('ZREM', KEYS[3], id)
else redis.call('ZADD', KEYS[3], ARGV[6], id) end
redis.call('PUBLISH', ARGV[2], length)
return 'ok'`,
);

/**
 * Opens a failed job again at the place that failed it, keeping what is done. ARGV: 1 place, 2
 * channel, 3 now, 4 entry, 5 sweep due, 6 id, then fields n<p> and what was counted so far. Reply:
 * 1, or 0 when the job is not failed at this place.
 */
export const reopenScript = defineScript(
  "guchiReopen",
  `${MOVE}
local place = ARGV[1]
local head = redis.call('HMGET', KEYS[1], 'status', 'stopped', 'createdAt')
if head[1] ~= 'failed' or head[2] ~= place then return 0 end
redis.call('HDEL', KEYS[1], 'e' .. place, 'stopped')
redis.call('HSET', KEYS[1], 'status', 'running', 'updatedAt', ARGV[3], unpack(ARGV, 7))
move('failed', 'running', ARGV[6], head[3])
redis.call('PERSIST', KEYS[1])
redis.call('PERSIST', KEYS[2])
redis.call('ZADD', KEYS[3], ARGV[5], ARGV[6])
redis.call('PUBLISH', ARGV[2], redis.call('RPUSH', KEYS[2], ARGV[4], told(ARGV[3], 'running')))
return 1`,
);

/**
 * Erases the job and leaves a mark, so that its id tells 410 and starts no job again. ARGV: 1 id, 2
 * now, 3 ms to keep the mark, 4 version, 5 channel, 6 channel of ended jobs. Reply: 1, or 0 when
 * there is no such job (any more).
 */
export const purgeScript = defineScript(
  "guchiPurge",
  `
local status = redis.call('HGET', KEYS[1], 'status')
if not status or status == 'purged' then return 0 end
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('ZREM', KEYS[4] .. ':' .. status, ARGV[1])
redis.call('HSET', KEYS[1], 'v', ARGV[4], 'status', 'purged', 'updatedAt', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PUBLISH', ARGV[6], ARGV[1])
redis.call('PUBLISH', ARGV[5], 0)
return 1`,
);

/**
 * Counts a paid call at a place. ARGV: 1 place, 2 cost in millionths of a US dollar, 3 channel, 4
 * the call's own name: after a cut ioredis sends again what had no answer, and one call counts
 * once. Reply: 1, or 0 when the job is gone.
 */
export const paidScript = defineScript(
  "guchiPaid",
  `
local status = redis.call('HGET', KEYS[1], 'status')
if not status or status == 'purged' then return 0 end
if redis.call('HGET', KEYS[1], 'c' .. ARGV[1]) == ARGV[4] then return 1 end
redis.call('HSET', KEYS[1], 'c' .. ARGV[1], ARGV[4])
redis.call('HINCRBY', KEYS[1], 'k' .. ARGV[1], 1)
redis.call('HINCRBY', KEYS[1], 'u' .. ARGV[1], ARGV[2])
redis.call('PUBLISH', ARGV[3], 0)
return 1`,
);

/**
 * Notes that the media of a finished job are removed. ARGV: now. Reply: 1, also when there is no
 * such job (any more); 0 when it is not finished.
 */
export const dropMediaScript = defineScript(
  "guchiDropMedia",
  `
local status = redis.call('HGET', KEYS[1], 'status')
if not status or status == 'purged' then return 1 end
if status ~= 'completed' and status ~= 'failed' and status ~= 'canceled' then return 0 end
redis.call('HSETNX', KEYS[1], 'mediaRemovedAt', ARGV[1])
return 1`,
);

/**
 * The callback of a finished job is sent: nothing is owed any more. ARGV: id, updatedAt of the
 * state that was sent.
 */
export const calledBackScript = defineScript(
  "guchiCalledBack",
  `
local head = redis.call('HMGET', KEYS[1], 'status', 'updatedAt')
if head[1] == 'pending' or head[1] == 'running' or head[1] == 'suspended' then return 0 end
if head[1] and head[2] ~= ARGV[2] then return 0 end
redis.call('ZREM', KEYS[3], ARGV[1])
return 1`,
);
