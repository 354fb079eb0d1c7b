import { defineScript } from "../redis/script.ts";
import { MOVE } from "./scripts.ts";
import { WRITER_KEYS } from "./writer-keys.ts";

/** The writers of a job record by which somebody steers the job. */

/**
 * Changes the job's status from outside, to 'canceled' | 'suspended' | 'resumed', where it is one
 * of `allowed`. One that waited for its start waits for it again when it is resumed; one that
 * waited at a step runs, until it is handed to that step. `calls`: not empty when it may have
 * called others; the sweep sees to it that they stop, too. Reply: 'ok', or the job's status when
 * that forbids it; 'unknown' | 'purged'.
 */
export const steerScript = defineScript(
  "chainSteer",
  {
    keys: WRITER_KEYS,
    args: ["id", "now", "to", "ttlMs", "sweepAt", "channel", "endedChannel", "calls", "...allowed"],
  },
  `${MOVE}
local head = redis.call('HMGET', record, 'status', 'createdAt', 'callback', 'resumes', 'waits', 'startAt', 'maps')
local status = head[1]
if not status then return 'unknown' end
local isAllowed = false
for _, each in ipairs(allowed) do isAllowed = isAllowed or each == status end
if not isAllowed then return status end
local after = to
if after == 'resumed' then after = head[4] or 'running' end
redis.call('HSET', record, 'status', after, 'updatedAt', now)
move(status, after, id, head[2])
local length = redis.call('RPUSH', history, told(now, after))
if status == 'waiting' then redis.call('ZREM', due, id) end
if after == 'canceled' then
  local owes = head[3] or calls ~= ''
  if owes then redis.call('ZADD', open, sweepAt, id) else redis.call('ZREM', open, id) end
  redis.call('PEXPIRE', record, ttlMs)
  redis.call('PEXPIRE', history, ttlMs)
  ofMaps(head[7], 'PEXPIRE', ttlMs)
  redis.call('PUBLISH', endedChannel, id)
elseif after == 'suspended' then
  local isAtStep = status == 'waiting' and head[5] ~= ':'
  redis.call('HSET', record, 'resumes', isAtStep and 'running' or status)
  if isAtStep then redis.call('HDEL', record, 'waits') end
  if calls ~= '' then redis.call('ZADD', open, sweepAt, id) else redis.call('ZREM', open, id) end
elseif after == 'waiting' then
  redis.call('ZREM', open, id)
  redis.call('ZADD', due, head[6], id)
else redis.call('ZADD', open, sweepAt, id) end
tell(length)
return 'ok'`,
);

/**
 * Opens a failed job again at the step that failed it, keeping what is done. `fields`: field and
 * value pairs of what was counted so far. Reply: 1, or 0 when the job is not failed at this step.
 */
export const reopenScript = defineScript(
  "chainReopen",
  { keys: WRITER_KEYS, args: ["id", "step", "now", "entry", "sweepAt", "channel", "...fields"] },
  `${MOVE}
local head = redis.call('HMGET', record, 'status', 'stopped', 'createdAt', 'maps')
if head[1] ~= 'failed' or head[2] ~= step then return 0 end
redis.call('HDEL', record, 'e:' .. step, 'stopped', 'd:' .. step, 'i:' .. step, 'l:' .. step, 'w:' .. step)
redis.call('HSET', record, 'status', 'running', 'updatedAt', now, unpack(fields))
move('failed', 'running', id, head[3])
redis.call('PERSIST', record)
redis.call('PERSIST', history)
ofMaps(head[4], 'PERSIST')
redis.call('ZADD', open, sweepAt, id)
tell(redis.call('RPUSH', history, entry, told(now, 'running')))
return 1`,
);

/**
 * Erases the job and leaves a mark, so that its id tells 410 and starts no job again. Reply: 1, or
 * 0 when there is no such job (any more).
 */
export const purgeScript = defineScript(
  "chainPurge",
  { keys: WRITER_KEYS, args: ["id", "now", "ttlMs", "version", "channel", "endedChannel"] },
  `${MOVE}
local head = redis.call('HMGET', record, 'status', 'maps')
local status = head[1]
if not status or status == 'purged' then return 0 end
ofMaps(head[2], 'DEL')
redis.call('DEL', record, history)
redis.call('ZREM', open, id)
if status == 'waiting' then redis.call('ZREM', due, id) end
redis.call('ZREM', jobs .. ':' .. status, id)
redis.call('HSET', record, 'v', version, 'status', 'purged', 'updatedAt', now)
redis.call('PEXPIRE', record, ttlMs)
redis.call('PUBLISH', endedChannel, id)
tell(0)
return 1`,
);

/**
 * Counts a paid call at a step, or takes one back. `calls`: 1 or -1. `micros`: the cost in
 * millionths of a US dollar, with the same sign. `change`: its own name, since ioredis sends again
 * what had no answer after a cut, and one change counts once. Reply: 1, or 0 when the job is gone
 * or nothing is there to take back.
 */
export const paidScript = defineScript(
  "chainPaid",
  { keys: WRITER_KEYS, args: ["step", "calls", "micros", "change", "channel"] },
  `
local status = redis.call('HGET', record, 'status')
if not status or status == 'purged' then return 0 end
if redis.call('HGET', record, 'c:' .. step) == change then return 1 end
if tonumber(redis.call('HGET', record, 'k:' .. step) or '0') + calls < 0 then return 0 end
redis.call('HSET', record, 'c:' .. step, change)
redis.call('HINCRBY', record, 'k:' .. step, calls)
redis.call('HINCRBY', record, 'u:' .. step, micros)
tell(0)
return 1`,
);

/**
 * Notes that the media of a finished job are removed. Reply: 1, also when there is no such job (any
 * more); 0 when it is not finished.
 */
export const dropMediaScript = defineScript(
  "chainDropMedia",
  { keys: ["record"], args: ["now"] },
  `
local status = redis.call('HGET', record, 'status')
if not status or status == 'purged' then return 1 end
if status ~= 'completed' and status ~= 'failed' and status ~= 'canceled' then return 0 end
redis.call('HSETNX', record, 'mediaRemovedAt', now)
return 1`,
);

/**
 * The callback of a finished job is sent, or what a canceled or suspended one called is told of it:
 * nothing is owed any more. `updatedAt`: of the state that
 * was sent.
 */
export const calledBackScript = defineScript(
  "chainCalledBack",
  { keys: WRITER_KEYS, args: ["id", "updatedAt"] },
  `
local head = redis.call('HMGET', record, 'status', 'updatedAt')
local status = head[1]
if status == 'pending' or status == 'running' or status == 'waiting' then return 0 end
if head[1] and head[2] ~= updatedAt then return 0 end
redis.call('ZREM', open, id)
return 1`,
);

/**
 * How far the answer of a job has come. Reply: 1, or 0 when there is no such job (any more) or its
 * delivery is over.
 */
export const deliveryScript = defineScript(
  "chainDelivery",
  { keys: ["record"], args: ["status", "at"] },
  `
local head = redis.call('HMGET', record, 'status', 'delivery')
if not head[1] or head[1] == 'purged' then return 0 end
local known = head[2] and cjson.decode(head[2]).status
if known == 'delivered' or known == 'unconfirmed' or known == 'withdrawn' then return 0 end
redis.call('HSET', record, 'delivery', '{"status":"' .. status .. '","at":' .. at .. '}')
return 1`,
);
