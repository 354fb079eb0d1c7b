import { defineScript } from "../redis/script.ts";

/**
 * The reader of a job record, and its writers while it runs; those by which somebody steers it are
 * in control-scripts.ts. Each is one atomic step; what a writer may do in which state is decided
 * inside, so that no two processes can decide differently.
 *
 * KEYS of all writers: 1 record (hash), 2 history (list), 3 index of open jobs (sorted set), 4
 * prefix of the indexes by status (sorted sets, in the same slot). Fields of the record: v,
 * pipeline, status, input, fingerprint, createdAt, updatedAt, callback (URL), stopped (place that
 * failed the job), skipped (comma-separated places), resumes (status to go back to),
 * mediaRemovedAt, and for each place p: m<p> milestones (attempts, begun at, settled at or '', ms
 * in the queue, comma-separated), r<p> result, e<p> final failure, n<p> what was counted at a
 * reopening, k<p> and u<p> paid calls and their cost in millionths of a US dollar, c<p> the last of
 * those calls. Times are ms since the epoch.
 *
 * A call from Lua into Redis costs about as much as a small command, and the settlement is on every
 * job's way four or five times: it makes no call that it does not need (see bench/chain).
 */

/** Lua: moves the job between the indexes by status. */
export const MOVE = `
local function move(from, to, id, createdAt)
  redis.call('ZREM', KEYS[4] .. ':' .. from, id)
  redis.call('ZADD', KEYS[4] .. ':' .. to, createdAt, id)
end
local function isLater(known, told)
  return known and tonumber(string.match(known, '^%d+')) > tonumber(string.match(told, '^%d+'))
end
local function told(now, status) return '[' .. now .. ',"status",-1,0,"' .. status .. '"]' end
`;

/**
 * Reads a record whole. KEYS: the record. Reply: its fields and their values in turn, and their
 * number last, joined by NUL. HGETALL tells the same in some thirty strings that ioredis takes
 * apart one by one, which costs Node twice as much (docs/architecture.md has the figures).
 */
export const readScript = defineScript(
  "guchiRead",
  `
local list = redis.call('HGETALL', KEYS[1])
list[#list + 1] = #list
return table.concat(list, '\\0')`,
);

/**
 * ARGV: id, now, sweep due, history entry, then field and value pairs. Reply: 1 when made, 0 when
 * the id exists.
 */
export const createScript = defineScript(
  "guchiCreate",
  `
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'status', 'pending', 'createdAt', ARGV[2], 'updatedAt', ARGV[2], unpack(ARGV, 5))
redis.call('ZADD', KEYS[3], ARGV[3], ARGV[1])
redis.call('ZADD', KEYS[4] .. ':pending', ARGV[2], ARGV[1])
redis.call('RPUSH', KEYS[2], ARGV[4])
return 1`,
);

/**
 * Tells of an attempt that is still under way. ARGV: place, channel, begun at, history entry,
 * milestones, id. Reply: 1, or 0 when the place is settled, a later attempt is under way, or the
 * job may not go on.
 */
export const beginScript = defineScript(
  "guchiBegin",
  `${MOVE}
local place = ARGV[1]
local head = redis.call('HMGET', KEYS[1], 'status', 'r' .. place, 'e' .. place, 'createdAt', 'm' .. place)
if head[2] or head[3] or (head[1] ~= 'pending' and head[1] ~= 'running') then return 0 end
if isLater(head[5], ARGV[5]) then return 0 end
redis.call('HSET', KEYS[1], 'status', 'running', 'm' .. place, ARGV[5], 'updatedAt', ARGV[3])
local length
if head[1] == 'pending' then
  move('pending', 'running', ARGV[6], head[4])
  length = redis.call('RPUSH', KEYS[2], told(ARGV[3], 'running'), ARGV[4])
else length = redis.call('RPUSH', KEYS[2], ARGV[4]) end
redis.call('PUBLISH', ARGV[2], length)
return 1`,
);

/**
 * Settles a place for good: the first result or final failure wins. A failure while a later attempt
 * is under way says nothing. ARGV: 1 place, 2 channel, 3 now, 4 'r' or 'e', 5 the value, 6 what
 * follows ('go' | 'complete' | 'fail'), 7 ms to keep a finished job, 8 id, 9 skipped places
 * (comma-separated or ''), 10 milestones, 11 and 12 history entries of the begin ('' when it was
 * told already) and of the end, 13 when the sweep looks for a callback that was not sent, then the
 * places of the same parallel group. Reply: 'unknown' | 'lost' (settled before, or overtaken) |
 * 'closed' | 'waiting' (for the group) | 'suspended' | 'go' | 'completed' | 'failed'.
 */
export const settleScript = defineScript(
  "guchiSettle",
  `${MOVE}
local record, place, now, id = KEYS[1], ARGV[1], ARGV[3], ARGV[8]
local head = redis.call('HMGET', record, 'status', 'r' .. place, 'e' .. place, 'createdAt', 'callback', 'm' .. place)
local status = head[1]
if not status or status == 'purged' then return 'unknown' end
if head[2] or head[3] or (ARGV[4] == 'e' and isLater(head[6], ARGV[10])) then return 'lost' end
if status ~= 'running' and status ~= 'pending' and status ~= 'suspended' then return 'closed' end
local follows = ARGV[6]
if follows ~= 'fail' then
  for i = 14, #ARGV do
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
local entries = {}
if status == 'pending' then entries[1] = told(string.match(ARGV[10], ',(%d+)') or now, 'running') end
if ARGV[11] ~= '' then entries[#entries + 1] = ARGV[11] end
entries[#entries + 1] = ARGV[12]
if after ~= status then move(status, after, id, head[4]) end
if after == 'completed' or after == 'failed' then
  entries[#entries + 1] = told(now, after)
  if after == 'failed' then redis.call('HSET', record, 'stopped', place) end
  if head[5] then redis.call('ZADD', KEYS[3], ARGV[13], id) else redis.call('ZREM', KEYS[3], id) end
  follows = after
elseif follows == 'go' and status == 'suspended' then follows = 'suspended' end
local length = redis.call('RPUSH', KEYS[2], unpack(entries))
if after == 'completed' or after == 'failed' then
  redis.call('PEXPIRE', record, ARGV[7])
  redis.call('PEXPIRE', KEYS[2], ARGV[7])
end
redis.call('PUBLISH', ARGV[2], length)
return follows`,
);

/**
 * Adds history entries to an unfinished job, and tells of an attempt that did not settle its place.
 * ARGV: channel, now, place (-1: none), milestones, id, then the entries. Reply: 1, or 0 when the
 * job is unknown or finished, the place is settled or a later attempt is under way: then this one
 * was overtaken (a frozen process that thaws) and has nothing to tell.
 */
export const noteScript = defineScript(
  "guchiNote",
  `${MOVE}
local place = ARGV[3]
local head = redis.call('HMGET', KEYS[1], 'status', 'createdAt', 'r' .. place, 'e' .. place, 'm' .. place)
local status = head[1]
if status ~= 'pending' and status ~= 'running' and status ~= 'suspended' then return 0 end
if place ~= '-1' and (head[3] or head[4] or isLater(head[5], ARGV[4])) then return 0 end
redis.call('HSET', KEYS[1], 'updatedAt', ARGV[2])
if place ~= '-1' then
  redis.call('HSET', KEYS[1], 'm' .. place, ARGV[4])
  if status == 'pending' then
    redis.call('HSET', KEYS[1], 'status', 'running')
    move('pending', 'running', ARGV[5], head[2])
    redis.call('RPUSH', KEYS[2], told(string.match(ARGV[4], ',(%d+)') or ARGV[2], 'running'))
  end
end
redis.call('PUBLISH', ARGV[1], redis.call('RPUSH', KEYS[2], unpack(ARGV, 6)))
return 1`,
);
