import { defineScript } from "../redis/script.ts";
import { WRITER_KEYS } from "./writer-keys.ts";

/**
 * The scripts over a map's items. They lie in a hash beside the record, so that a job of thousands
 * costs its record nothing: `i7` is item 7's input until it has a result, `r7` its result, `e7` its
 * final failure, `a7` how often it was tried in vain, `t` when the job was created.
 *
 * Of the items, those below `done + concurrency` are in the queue or settled: so the record needs
 * no list of them, and each item that is settled calls the next one.
 */

const ITEM_KEYS = [...WRITER_KEYS, "items"] as const;

/**
 * Begins a map: `written` holds its items. The first one counts. Reply: 1, or 0 when the step has
 * its items already, or the job does not go on.
 */
export const openMapScript = defineScript(
  "chainOpenMap",
  { keys: [...ITEM_KEYS, "written"], args: ["step", "now", "spec", "entry", "channel"] },
  `
local head = redis.call('HMGET', record, 'status', 'x:' .. step, 'maps', 'm:' .. step)
if head[2] or (head[1] ~= 'pending' and head[1] ~= 'running') then
  redis.call('DEL', written)
  return 0
end
redis.call('RENAME', written, items)
redis.call('PERSIST', items)
local tried = tonumber(string.match(head[4] or '', '^%d+') or 0)
redis.call('HSET', record, 'x:' .. step, spec, 'y:' .. step, 0, 'updatedAt', now,
  'm:' .. step, (tried + 1) .. ',' .. now .. ',,', 'maps', head[3] and (head[3] .. ',' .. step) or step)
tell(redis.call('RPUSH', history, entry))
return 1`,
);

/**
 * Settles an item for good: the first result or final failure wins. Of a job that another item
 * failed, a result is kept: a rewind must not make it again. `every`: after so many, who watches is
 * told. Reply: how many are settled now; 'kept', where the job does not go on; 'lost' (settled
 * before) | 'closed' (the step is over) | 'unknown'.
 */
export const settleItemScript = defineScript(
  "chainSettleItem",
  { keys: ITEM_KEYS, args: ["step", "item", "now", "field", "value", "every", "channel"] },
  `
local head = redis.call('HMGET', record, 'status', 'r:' .. step, 'e:' .. step)
local status = head[1]
if not status or status == 'purged' then return 'unknown' end
if head[2] then return 'lost' end
if status == 'completed' or status == 'canceled' or (head[3] and status ~= 'failed') then return 'closed' end
if status == 'failed' and field == 'e' then return 'closed' end
local before = redis.call('HMGET', items, 'r' .. item, 'e' .. item)
if before[1] or before[2] then return 'lost' end
redis.call('HSET', items, field .. item, value)
if field == 'r' then redis.call('HDEL', items, 'i' .. item, 'a' .. item) end
local done = redis.call('HINCRBY', record, 'y:' .. step, 1)
if done % every == 0 then
  redis.call('HSET', record, 'updatedAt', now)
  tell(0)
end
if status == 'failed' or status == 'suspended' then return 'kept' end
return done`,
);

/**
 * What a worker must know of an item: fields of the record, then fields of the items. Where the map
 * itself is settled, its items may be gone, and each counts as settled.
 */
export const readItemScript = defineScript(
  "chainReadItem",
  { keys: ["record", "items"], args: ["step", "item"] },
  `
local head = redis.call('HMGET', record, 'status', 'pipeline', 'layout', 'createdAt', 'priority', 'x:' .. step,
  'r:' .. step, 'e:' .. step, 'trace')
local own = redis.call('HMGET', items, 'i' .. item, 'a' .. item, 'r' .. item, 'e' .. item)
if head[7] or head[8] then own[3] = '' end
head[11] = head[9]
for _, value in ipairs({ 1, 2, 3, 4 }) do head[6 + value] = own[value] end
return head`,
);

/**
 * Lets the items of a map run again that failed for good, of a job that is to be rewound. Reply:
 * how many.
 */
export const clearItemsScript = defineScript(
  "chainClearItems",
  { keys: ["record", "items"], args: ["step"] },
  `
if redis.call('HGET', record, 'status') ~= 'failed' then return 0 end
local cleared = 0
for _, field in ipairs(redis.call('HKEYS', items)) do
  if string.match(field, '^e%d+$') then
    redis.call('HDEL', items, field, 'a' .. string.sub(field, 2))
    cleared = cleared + 1
  end
end
redis.call('HINCRBY', record, 'y:' .. step, -cleared)
return cleared`,
);
