import { defineScript } from "../redis/script.ts";

/**
 * The only writers of a job record. Each is one atomic step; what it may do in which state is decided inside, so that
 * no two processes can decide differently.
 *
 * KEYS of all: 1 record (hash), 2 history (list), 3 index of open jobs (sorted set).
 * Fields of the record: v, pipeline, status, input, fingerprint, createdAt, updatedAt, stopped (place that failed the
 * job), skipped (comma-separated places), and for each place p: a<p> attempts, b<p> begun at, r<p> result, e<p> final
 * failure, f<p> settled at. Times are ms since the epoch.
 */
const CHANGED = `
local function changed(entry)
  local length = redis.call('RPUSH', KEYS[2], entry)
  redis.call('PUBLISH', channel, length)
end`;

/**
 * ARGV: id, channel, now, sweep due, history entry, then field and value pairs.
 * Reply: 1 when the record was made, 0 when the id exists.
 */
export const createScript = defineScript(
  "guchiCreate",
  `
local channel = ARGV[2]
${CHANGED}
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'status', 'pending', 'createdAt', ARGV[3], 'updatedAt', ARGV[3], unpack(ARGV, 6))
redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
changed(ARGV[5])
return 1`,
);

/**
 * Begins an attempt at a place. ARGV: place, channel, now, history entry before and after the attempt's number.
 * Reply: 'unknown' | 'closed' | 'settled' | 'suspended' | 'begun', then the record's fields and values.
 */
export const beginScript = defineScript(
  "guchiBegin",
  `
local place, channel = ARGV[1], ARGV[2]
${CHANGED}
local head = redis.call('HMGET', KEYS[1], 'status', 'r' .. place, 'e' .. place)
local status = head[1]
if not status then return {'unknown'} end
local reply = 'begun'
if head[2] or head[3] then reply = 'settled'
elseif status == 'suspended' then reply = 'suspended'
elseif status ~= 'pending' and status ~= 'running' then reply = 'closed'
else
  local attempt = redis.call('HINCRBY', KEYS[1], 'a' .. place, 1)
  redis.call('HSET', KEYS[1], 'status', 'running', 'b' .. place, ARGV[3], 'updatedAt', ARGV[3])
  changed(ARGV[4] .. attempt .. ARGV[5])
end
local fields = redis.call('HGETALL', KEYS[1])
table.insert(fields, 1, reply)
return fields`,
);

/**
 * Settles a place for good: the first result or final failure wins.
 * ARGV: place, channel, now, 'r' or 'e', the value, history entry, sweep due, what follows ('go' | 'complete' | 'fail'),
 * ms to keep a finished job, id, skipped places (comma-separated or ''), then the places of the same parallel group.
 * Reply: 'unknown' | 'lost' (settled before) | 'closed' | 'waiting' (for the group) | 'suspended' | 'go' | 'completed' | 'failed'.
 */
export const settleScript = defineScript(
  "guchiSettle",
  `
local place, channel, now = ARGV[1], ARGV[2], ARGV[3]
${CHANGED}
local head = redis.call('HMGET', KEYS[1], 'status', 'r' .. place, 'e' .. place)
local status = head[1]
if not status then return 'unknown' end
if head[2] or head[3] then return 'lost' end
if status ~= 'running' and status ~= 'pending' and status ~= 'suspended' then return 'closed' end
if ARGV[11] ~= '' then redis.call('HSET', KEYS[1], 'skipped', ARGV[11]) end
local follows = ARGV[8]
if follows ~= 'fail' then
  for i = 12, #ARGV do
    local sibling = redis.call('HMGET', KEYS[1], 'r' .. ARGV[i], 'e' .. ARGV[i])
    if not sibling[1] and not sibling[2] then follows = 'waiting' end
  end
end
if follows == 'complete' then
  redis.call('HSET', KEYS[1], ARGV[4] .. place, ARGV[5], 'f' .. place, now, 'updatedAt', now, 'status', 'completed')
elseif follows == 'fail' then
  redis.call('HSET', KEYS[1], ARGV[4] .. place, ARGV[5], 'f' .. place, now, 'updatedAt', now, 'status', 'failed', 'stopped', place)
else
  redis.call('HSET', KEYS[1], ARGV[4] .. place, ARGV[5], 'f' .. place, now, 'updatedAt', now)
  redis.call('ZADD', KEYS[3], 'XX', ARGV[7], ARGV[10])
  changed(ARGV[6])
  if follows == 'go' and status == 'suspended' then return 'suspended' end
  return follows
end
redis.call('ZREM', KEYS[3], ARGV[10])
changed(ARGV[6])
redis.call('PEXPIRE', KEYS[1], ARGV[9])
redis.call('PEXPIRE', KEYS[2], ARGV[9])
return follows == 'complete' and 'completed' or 'failed'`,
);

/** Adds a history entry that changes nothing else. ARGV: channel, now, entry. Reply: 1, or 0 when the job is unknown. */
export const noteScript = defineScript(
  "guchiNote",
  `
local channel = ARGV[1]
${CHANGED}
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'updatedAt', ARGV[2])
changed(ARGV[3])
return 1`,
);

/**
 * Opens a failed job again at the place that failed it, keeping what is done. ARGV: place, channel, now, entry, sweep due, id.
 * Reply: 1, or 0 when the job is not failed at this place.
 */
export const reopenScript = defineScript(
  "guchiReopen",
  `
local place, channel = ARGV[1], ARGV[2]
${CHANGED}
local head = redis.call('HMGET', KEYS[1], 'status', 'stopped')
if head[1] ~= 'failed' or head[2] ~= place then return 0 end
redis.call('HDEL', KEYS[1], 'e' .. place, 'f' .. place, 'stopped')
redis.call('HSET', KEYS[1], 'status', 'running', 'updatedAt', ARGV[3])
redis.call('PERSIST', KEYS[1])
redis.call('PERSIST', KEYS[2])
redis.call('ZADD', KEYS[3], ARGV[5], ARGV[6])
changed(ARGV[4])
return 1`,
);
