import { defineScript } from "../redis/script.ts";
import { MOVE } from "./scripts.ts";
import { WRITER_KEYS } from "./writer-keys.ts";

/** The writers of a job record by which a job begins to wait, and goes on. */

/**
 * Has a job that is on its way wait at a step. `inMs` and `at`: when it goes on by itself, one of
 * them or none; counted on Redis' clock, so that all machines agree. What was told before stays: a
 * job that was suspended meanwhile has no longer to wait. Reply: 'waiting'; 'event' when the event
 * is here already, and the caller is to settle the step; 'closed' when there is nothing to wait
 * for.
 */
export const pauseScript = defineScript(
  "chainPause",
  { keys: WRITER_KEYS, args: ["id", "step", "now", "inMs", "at", "channel"] },
  `${MOVE}
local head = redis.call('HMGET', record, 'status', 'createdAt', 'r:' .. step, 'e:' .. step, 'i:' .. step, 'd:' .. step, 'm:' .. step)
local status, dueAt = head[1], head[6]
if (status ~= 'pending' and status ~= 'running') or head[3] or head[4] then return 'closed' end
if not dueAt then
  dueAt = at
  if inMs ~= '' then
    local time = redis.call('TIME')
    dueAt = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + inMs)
  end
  local waited = tonumber(string.match(head[7] or '', '^%d+') or 0)
  redis.call('HSET', record, 'd:' .. step, dueAt, 'm:' .. step, (waited + 1) .. ',' .. now .. ',,')
end
if head[5] then return 'event' end
redis.call('HSET', record, 'status', 'waiting', 'waits', step, 'updatedAt', now)
move(status, 'waiting', id, head[2])
redis.call('ZREM', open, id)
if dueAt ~= '' then redis.call('ZADD', due, dueAt, id) end
local entry = '[' .. now .. ',"waits","' .. step .. '",0,"' .. dueAt .. '"]'
tell(redis.call('RPUSH', history, entry, told(now, 'waiting')))
return 'waiting'`,
);

/**
 * Keeps what an event says of which a step waits, or will wait; the first one counts. `key`: a hash
 * of what makes its repetition known, or empty. A job that waits for it is due at once. Reply:
 * 'kept' | 'waiting' (the caller is to settle the step) | 'repeated' | 'taken' (another came
 * first, or the step is over) | 'finished' | 'unknown'.
 */
export const eventScript = defineScript(
  "chainEvent",
  { keys: WRITER_KEYS, args: ["id", "step", "now", "value", "key", "entry", "channel"] },
  `
local head = redis.call('HMGET', record, 'status', 'r:' .. step, 'e:' .. step, 'i:' .. step, 'waits', 'skipped')
local status = head[1]
if not status or status == 'purged' then return 'unknown' end
if head[4] then return (key ~= '' and head[4] == key) and 'repeated' or 'taken' end
if status == 'completed' or status == 'failed' or status == 'canceled' then return 'finished' end
if head[2] or head[3] then return 'taken' end
if head[6] and string.find(',' .. head[6] .. ',', ',' .. step .. ',', 1, true) then return 'taken' end
redis.call('HSET', record, 'w:' .. step, value, 'i:' .. step, key == '' and '-' or key, 'updatedAt', now)
local isAwaited = status == 'waiting' and head[5] == step
if isAwaited then redis.call('ZADD', due, now, id) end
tell(redis.call('RPUSH', history, entry))
return isAwaited and 'waiting' or 'kept'`,
);

/**
 * Lets a job go on that waited for its start (`waits`: `:`), or for a step's next run. Reply: 1, or
 * 0 when it does not (any more).
 */
export const startScript = defineScript(
  "chainStart",
  { keys: WRITER_KEYS, args: ["id", "now", "waits", "sweepAt", "channel"] },
  `${MOVE}
local head = redis.call('HMGET', record, 'status', 'waits', 'createdAt')
if head[1] ~= 'waiting' or head[2] ~= waits then return 0 end
local after = waits == ':' and 'pending' or 'running'
redis.call('HDEL', record, 'waits')
redis.call('HSET', record, 'status', after, 'updatedAt', now)
move('waiting', after, id, head[3])
redis.call('ZREM', due, id)
redis.call('ZADD', open, sweepAt, id)
local length = 0
if after == 'pending' then length = redis.call('RPUSH', history, told(now, after)) end
tell(length)
return 1`,
);

/** Takes a job out of the index of due ones that does not wait (any more). */
export const undueScript = defineScript(
  "chainUndue",
  { keys: ["record", "due"], args: ["id"] },
  `
if redis.call('HGET', record, 'status') == 'waiting' then return 0 end
return redis.call('ZREM', due, id)`,
);

/**
 * Has a job wait until a step that has run is to run again. `milestones`, `base`: of the attempt,
 * which does not count against the next one. Reply: 'waiting'; 'late' when its time is over;
 * 'closed' when the job does not go on there.
 */
export const againScript = defineScript(
  "chainAgain",
  { keys: WRITER_KEYS, args: ["id", "step", "now", "inMs", "withinMs", "milestones", "base", "channel"] },
  `${MOVE}
local head = redis.call('HMGET', record, 'status', 'createdAt', 'r:' .. step, 'e:' .. step, 'l:' .. step)
local status = head[1]
if (status ~= 'pending' and status ~= 'running') or head[3] or head[4] then return 'closed' end
local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)
local last = tonumber(head[5] or (clock + withinMs))
if clock >= last then return 'late' end
local dueAt = string.format('%.0f', math.min(clock + inMs, last))
redis.call('HSET', record, 'status', 'waiting', 'waits', step, 'updatedAt', now, 'd:' .. step, dueAt,
  'l:' .. step, string.format('%.0f', last), 'm:' .. step, milestones, 'n:' .. step, base)
move(status, 'waiting', id, head[2])
redis.call('ZREM', open, id)
redis.call('ZADD', due, dueAt, id)
local entry = '[' .. now .. ',"waits","' .. step .. '",0,"' .. dueAt .. '"]'
tell(redis.call('RPUSH', history, entry))
return 'waiting'`,
);
