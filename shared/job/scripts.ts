import { defineScript } from "../redis/script.ts";

/**
 * The only writers of a job record. Each is one atomic step; what it may do in which state is decided inside, so that
 * no two processes can decide differently.
 *
 * KEYS of all: 1 record (hash), 2 history (list), 3 index of open jobs (sorted set).
 * Fields of the record: v, pipeline, status, input, fingerprint, createdAt, updatedAt, stopped (place that failed the
 * job), skipped (comma-separated places), and for each place p: m<p> milestones (attempts, begun at,
 * settled at or '', comma-separated), r<p> result, e<p> final
 * failure, n<p> what was counted at a reopening. Times are ms since the epoch.
 *
 * A call from Lua into Redis costs about as much as a small command, and the settlement is on every job's way four or
 * five times: it makes no call that it does not need (see bench/chain).
 */

/** ARGV: id, now, sweep due, history entry, then field and value pairs. Reply: 1 when made, 0 when the id exists. */
export const createScript = defineScript(
  "guchiCreate",
  `
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'status', 'pending', 'createdAt', ARGV[2], 'updatedAt', ARGV[2], unpack(ARGV, 5))
redis.call('ZADD', KEYS[3], ARGV[3], ARGV[1])
redis.call('RPUSH', KEYS[2], ARGV[4])
return 1`,
);

/**
 * Tells of an attempt that is still under way. ARGV: place, channel, begun at, history entry,
 * milestones. Reply: 1, or 0 when the place is settled or the job may not go on.
 */
export const beginScript = defineScript(
  "guchiBegin",
  `
local place = ARGV[1]
local head = redis.call('HMGET', KEYS[1], 'status', 'r' .. place, 'e' .. place)
if head[2] or head[3] or (head[1] ~= 'pending' and head[1] ~= 'running') then return 0 end
redis.call('HSET', KEYS[1], 'status', 'running', 'm' .. place, ARGV[5], 'updatedAt', ARGV[3])
redis.call('PUBLISH', ARGV[2], redis.call('RPUSH', KEYS[2], ARGV[4]))
return 1`,
);

/**
 * Settles a place for good: the first result or final failure wins.
 * ARGV: 1 place, 2 channel, 3 now, 4 'r' or 'e', 5 the value, 6 what follows ('go' | 'complete' | 'fail'), 7 ms to keep a
 * finished job, 8 id, 9 skipped places (comma-separated or ''), 10 milestones, 11 and 12 history entries of the begin ('' when it was told already) and of the end, then the places of the same parallel group.
 * Reply: 'unknown' | 'lost' (settled before) | 'closed' | 'waiting' (for the group) | 'suspended' | 'go' | 'completed' | 'failed'.
 */
export const settleScript = defineScript(
  "guchiSettle",
  `
local record, place, now = KEYS[1], ARGV[1], ARGV[3]
local head = redis.call('HMGET', record, 'status', 'r' .. place, 'e' .. place)
local status = head[1]
if not status then return 'unknown' end
if head[2] or head[3] then return 'lost' end
if status ~= 'running' and status ~= 'pending' and status ~= 'suspended' then return 'closed' end
local follows = ARGV[6]
if follows ~= 'fail' then
  for i = 13, #ARGV do
    local sibling = redis.call('HMGET', record, 'r' .. ARGV[i], 'e' .. ARGV[i])
    if not sibling[1] and not sibling[2] then follows = 'waiting' end
  end
end
local after = status
if follows == 'complete' then after = 'completed'
elseif follows == 'fail' then after = 'failed'
elseif status == 'pending' then after = 'running' end
redis.call('HSET', record, ARGV[4] .. place, ARGV[5], 'm' .. place, ARGV[10], 'updatedAt', now, 'status', after)
if ARGV[9] ~= '' then
  local before = redis.call('HGET', record, 'skipped')
  redis.call('HSET', record, 'skipped', before and (before .. ',' .. ARGV[9]) or ARGV[9])
end
local length
if ARGV[11] == '' then length = redis.call('RPUSH', KEYS[2], ARGV[12])
else length = redis.call('RPUSH', KEYS[2], ARGV[11], ARGV[12]) end
if after == 'completed' or after == 'failed' then
  if after == 'failed' then redis.call('HSET', record, 'stopped', place) end
  redis.call('ZREM', KEYS[3], ARGV[8])
  redis.call('PEXPIRE', record, ARGV[7])
  redis.call('PEXPIRE', KEYS[2], ARGV[7])
  follows = after
elseif follows == 'go' and status == 'suspended' then follows = 'suspended' end
redis.call('PUBLISH', ARGV[2], length)
return follows`,
);

/**
 * Adds history entries, and tells of an attempt that did not settle its place. ARGV: channel, now, place (-1: none),
 * milestones, then the entries. Reply: 1, or 0 when the job is unknown.
 */
export const noteScript = defineScript(
  "guchiNote",
  `
local status = redis.call('HGET', KEYS[1], 'status')
if not status then return 0 end
redis.call('HSET', KEYS[1], 'updatedAt', ARGV[2])
if ARGV[3] ~= '-1' then
  redis.call('HSET', KEYS[1], 'm' .. ARGV[3], ARGV[4], 'status', status == 'pending' and 'running' or status)
end
redis.call('PUBLISH', ARGV[1], redis.call('RPUSH', KEYS[2], unpack(ARGV, 5)))
return 1`,
);

/**
 * Opens a failed job again at the place that failed it, keeping what is done. ARGV: place, channel, now, entry, sweep due, id, what was counted so far.
 * Reply: 1, or 0 when the job is not failed at this place.
 */
export const reopenScript = defineScript(
  "guchiReopen",
  `
local place = ARGV[1]
local head = redis.call('HMGET', KEYS[1], 'status', 'stopped')
if head[1] ~= 'failed' or head[2] ~= place then return 0 end
redis.call('HDEL', KEYS[1], 'e' .. place, 'stopped')
redis.call('HSET', KEYS[1], 'status', 'running', 'updatedAt', ARGV[3], 'n' .. place, ARGV[7])
redis.call('PERSIST', KEYS[1])
redis.call('PERSIST', KEYS[2])
redis.call('ZADD', KEYS[3], ARGV[5], ARGV[6])
redis.call('PUBLISH', ARGV[2], redis.call('RPUSH', KEYS[2], ARGV[4]))
return 1`,
);
