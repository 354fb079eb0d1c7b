import { ENQUEUE } from "../redis/enqueue.ts";
import { defineScript } from "../redis/script.ts";
import { WRITER_KEYS } from "./writer-keys.ts";

/**
 * The reader of a job record, and its writers while it runs; those by which somebody steers it are
 * in control-scripts.ts. Each is one atomic step; what a writer may do in which state is decided
 * inside, so that no two processes can decide differently. fields.ts lists the record's fields.
 *
 * A call from Lua into Redis costs about as much as a small command, and the settlement is on every
 * job's way four or five times: it makes no call that it does not need (see bench/chain).
 */

/** Lua: moves the job between the indexes by status. */
export const MOVE = `
local function move(from, to, id, createdAt)
  redis.call('ZREM', jobs .. ':' .. from, id)
  redis.call('ZADD', jobs .. ':' .. to, createdAt, id)
end
local function ofMaps(maps, command, ...)
  for step in string.gmatch(maps or '', '[^,]+') do
    redis.call(command, string.gsub(record, ':job:', ':items:', 1) .. ':' .. step, ...)
  end
end
local function isLater(known, told)
  return known and tonumber(string.match(known, '^%d+')) > tonumber(string.match(told, '^%d+'))
end
local function told(now, status) return '[' .. now .. ',"status","",0,"' .. status .. '"]' end
`;

/**
 * Reads a record whole. Reply: its fields and their values in turn, and their number last, joined
 * by NUL. HGETALL tells the same in some thirty strings that ioredis takes apart one by one, which
 * costs Node twice as much (docs/performance.md has the figures).
 */
export const readScript = defineScript(
  "chainRead",
  { keys: ["record"], args: [] },
  `
local list = redis.call('HGETALL', record)
list[#list + 1] = #list
return table.concat(list, '\\0')`,
);

/**
 * `startAt`: when it is to begin; empty: now. `rest`: fields and values in turn, `fields` in all;
 * keys of queue entries, `old` in all; and behind them what goes into queues, unless one of those
 * keys holds the finished entry of an earlier job, which would be in the way. Reply: 'known' when
 * the id exists, 'queued', or 'recorded' where nothing went into a queue.
 *
 * The keys are looked at first: where the server refuses that, nothing is written yet.
 */
export const createScript = defineScript(
  "chainCreate",
  { keys: WRITER_KEYS, args: ["id", "now", "sweepAt", "entry", "startAt", "pipeline", "fields", "old", "...rest"] },
  `${ENQUEUE}
if redis.call('EXISTS', record) == 1 then return 'known' end
local first = fields + old + 1
for i = fields + 1, fields + old do
  if redis.call('HEXISTS', rest[i], 'finishedOn') == 1 then first = #rest + 1 end
end
local status = startAt == '' and 'pending' or 'waiting'
redis.call('HSET', record, 'status', status, 'createdAt', now, 'updatedAt', now, unpack(rest, 1, fields))
if startAt == '' then redis.call('ZADD', open, sweepAt, id) else redis.call('ZADD', due, startAt, id) end
redis.call('ZADD', jobs .. ':' .. status, now, id)
if startAt == '' then redis.call('RPUSH', history, entry)
else redis.call('RPUSH', history, entry, '[' .. now .. ',"status","",0,"waiting"]') end
enqueue(rest, first, pipeline, now)
return first > #rest and 'recorded' or 'queued'`,
);

/**
 * Tells of an attempt that is still under way. Reply: 1, or 0 when the step is settled, a later
 * attempt is under way, or the job may not go on.
 */
export const beginScript = defineScript(
  "chainBegin",
  { keys: WRITER_KEYS, args: ["id", "step", "begunAt", "milestones", "entry", "channel"] },
  `${MOVE}
local head = redis.call('HMGET', record, 'status', 'r:' .. step, 'e:' .. step, 'createdAt', 'm:' .. step)
local status, createdAt = head[1], head[4]
if head[2] or head[3] or (status ~= 'pending' and status ~= 'running') then return 0 end
if isLater(head[5], milestones) then return 0 end
redis.call('HSET', record, 'status', 'running', 'm:' .. step, milestones, 'updatedAt', begunAt)
local length
if status == 'pending' then
  move('pending', 'running', id, createdAt)
  length = redis.call('RPUSH', history, told(begunAt, 'running'), entry)
else length = redis.call('RPUSH', history, entry) end
tell(length)
return 1`,
);

/**
 * Settles a step for good: the first result or final failure wins. A failure while a later attempt
 * is under way says nothing. A result that comes when another member of the group has failed the
 * job is recorded and changes nothing else: it was made, and a rewind must not make it again.
 *
 * `field`: 'r' or 'e' of `value`. `follows`: 'go' | 'complete' | 'fail'. `skipped`: steps,
 * comma-separated. `began`: history entry of the begin, empty when it was told already.
 * `callbackAt`: when the sweep looks for a callback that was not sent, or again at a job that
 * waited. `pause`: of a step that no stage works on, what ends it ('event' | 'timeout'): an event
 * that came wins over the time. `ownTrace`: for the field `t`; empty: none. `siblings`: of the same
 * parallel group, comma-separated. `next`: what goes into queues if the job goes on.
 *
 * Reply: 'unknown' | 'lost' (settled before, or overtaken) | 'closed' | 'kept' (in a failed job) |
 * 'waiting' (for the group) | 'suspended' | 'go' | 'completed' | 'failed'.
 */
export const settleScript = defineScript(
  "chainSettle",
  {
    keys: WRITER_KEYS,
    args: [
      "id",
      "step",
      "now",
      "field",
      "value",
      "milestones",
      "follows",
      "skipped",
      "began",
      "ended",
      "ttlMs",
      "callbackAt",
      "channel",
      "pause",
      "ownTrace",
      "siblings",
      "pipeline",
      "...next",
    ],
  },
  `${MOVE}${ENQUEUE}
local head = redis.call('HMGET', record, 'status', 'r:' .. step, 'e:' .. step, 'createdAt', 'callback', 'm:' .. step, 'maps')
local status, createdAt, callback = head[1], head[4], head[5]
if not status or status == 'purged' then return 'unknown' end
if head[2] or head[3] or (field == 'e' and isLater(head[6], milestones)) then return 'lost' end
if status == 'failed' and field == 'r' then
  redis.call('HSET', record, 'r:' .. step, value, 'm:' .. step, milestones)
  if began ~= '' then redis.call('RPUSH', history, began) end
  tell(redis.call('RPUSH', history, ended))
  return 'kept'
end
if pause == '' and status == 'waiting' then return 'closed' end
if status ~= 'running' and status ~= 'pending' and status ~= 'suspended' and status ~= 'waiting' then return 'closed' end
if pause == 'timeout' and redis.call('HEXISTS', record, 'i:' .. step) == 1 then return 'lost' end
if follows ~= 'fail' then
  for sibling in string.gmatch(siblings, '[^,]+') do
    local settled = redis.call('HMGET', record, 'r:' .. sibling, 'e:' .. sibling)
    if not settled[1] and not settled[2] then follows = 'waiting' end
  end
end
local after = status
if follows == 'complete' then after = 'completed'
elseif follows == 'fail' then after = 'failed'
elseif status == 'pending' or status == 'waiting' then after = 'running' end
redis.call('HSET', record, field .. ':' .. step, value, 'm:' .. step, milestones, 'updatedAt', now, 'status', after)
if ownTrace ~= '' then redis.call('HSET', record, 't:' .. step, ownTrace) end
if skipped ~= '' then
  local before = redis.call('HGET', record, 'skipped')
  redis.call('HSET', record, 'skipped', before and (before .. ',' .. skipped) or skipped)
end
local entries = {}
if status == 'pending' then entries[1] = told(string.match(milestones, ',(%d+)') or now, 'running') end
if began ~= '' then entries[#entries + 1] = began end
entries[#entries + 1] = ended
if after ~= status then move(status, after, id, createdAt) end
if pause ~= '' then
  redis.call('HDEL', record, 'waits', 'w:' .. step)
  redis.call('ZREM', due, id)
  if status ~= 'suspended' then redis.call('ZADD', open, callbackAt, id) end
  if status == 'waiting' and after == 'running' then entries[#entries + 1] = told(now, 'running') end
end
if after == 'completed' or after == 'failed' then
  entries[#entries + 1] = told(now, after)
  if after == 'failed' then redis.call('HSET', record, 'stopped', step) end
  if callback then redis.call('ZADD', open, callbackAt, id) else redis.call('ZREM', open, id) end
  follows = after
elseif follows == 'go' and status == 'suspended' then follows = 'suspended' end
local length = redis.call('RPUSH', history, unpack(entries))
if after == 'completed' or after == 'failed' then
  redis.call('PEXPIRE', record, ttlMs)
  redis.call('PEXPIRE', history, ttlMs)
  ofMaps(head[7], 'PEXPIRE', ttlMs)
end
tell(length)
if follows == 'go' then enqueue(next, 1, pipeline, now) end
return follows`,
);

/**
 * Notes an attempt that did not settle its step. Reply: 1, or 0 when the job is unknown or
 * finished, the step is settled or a later attempt is under way: then this one was overtaken (a
 * frozen process that thaws) and has nothing to tell.
 */
export const retryScript = defineScript(
  "chainRetry",
  { keys: WRITER_KEYS, args: ["id", "step", "now", "milestones", "channel", "...entries"] },
  `${MOVE}
local head = redis.call('HMGET', record, 'status', 'createdAt', 'r:' .. step, 'e:' .. step, 'm:' .. step)
local status = head[1]
if status ~= 'pending' and status ~= 'running' and status ~= 'suspended' then return 0 end
if head[3] or head[4] or isLater(head[5], milestones) then return 0 end
redis.call('HSET', record, 'updatedAt', now, 'm:' .. step, milestones)
if status == 'pending' then
  redis.call('HSET', record, 'status', 'running')
  move('pending', 'running', id, head[2])
  redis.call('RPUSH', history, told(string.match(milestones, ',(%d+)') or now, 'running'))
end
tell(redis.call('RPUSH', history, unpack(entries)))
return 1`,
);

/** Adds to the history of an unfinished job. Reply: 1, or 0 when it is unknown or finished. */
export const noteScript = defineScript(
  "chainNote",
  { keys: WRITER_KEYS, args: ["now", "entry", "channel"] },
  `
local status = redis.call('HGET', record, 'status')
if status ~= 'pending' and status ~= 'running' and status ~= 'suspended' then return 0 end
redis.call('HSET', record, 'updatedAt', now)
tell(redis.call('RPUSH', history, entry))
return 1`,
);

/** Notes how far a step has come that is under way. Reply: 1, or 0 when it is not. */
export const progressScript = defineScript(
  "chainProgress",
  { keys: WRITER_KEYS, args: ["step", "now", "value", "channel"] },
  `
local head = redis.call('HMGET', record, 'status', 'r:' .. step, 'e:' .. step)
if (head[1] ~= 'pending' and head[1] ~= 'running' and head[1] ~= 'suspended') or head[2] or head[3] then return 0 end
redis.call('HSET', record, 'p:' .. step, value, 'updatedAt', now)
tell(0)
return 1`,
);
