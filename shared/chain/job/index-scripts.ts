import { defineScript } from "../redis/script.ts";

/**
 * Readers of the index of jobs: those of one shard, whose sets lie on one node. `shard`: a key of
 * that shard, which says where; the sets are of the same tag.
 */

/**
 * The next jobs of several sets together, newest first, or with `upward` oldest first: those
 * created from `from` to `to` and behind the place of `after` and `afterId` (empty: from the first
 * on). Within one millisecond, ids are compared byte by byte, as Redis does; Lua's own order goes
 * by the locale. Reply: id and time in turn.
 */
export const listScript = defineScript(
  "chainList",
  { keys: ["shard"], args: ["upward", "from", "to", "after", "afterId", "limit", "...sets"] },
  `
local most, behind, up = tonumber(limit), tonumber(after), upward ~= ''
local function isGreater(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x > y end
  end
  return #a > #b
end
local function comesFirst(aTime, aId, bTime, bId)
  if aTime ~= bTime then return (aTime > bTime) ~= up end
  return aId ~= bId and isGreater(aId, bId) ~= up
end
local function pull(source)
  while true do
    if source.at > #source.list then
      if source.ended then return false end
      source.list = up
        and redis.call('ZRANGEBYSCORE', source.set, from, to, 'WITHSCORES', 'LIMIT', source.offset, most)
        or redis.call('ZREVRANGEBYSCORE', source.set, to, from, 'WITHSCORES', 'LIMIT', source.offset, most)
      source.offset, source.at, source.ended = source.offset + most, 1, #source.list < 2 * most
    end
    source.id, source.time = source.list[source.at], tonumber(source.list[source.at + 1])
    source.at = source.at + 2
    if not source.id then return false end
    if not behind or comesFirst(behind, afterId, source.time, source.id) then return true end
  end
end
local sources = {}
for _, set in ipairs(sets) do
  local source = { set = set, list = {}, at = 1, offset = 0 }
  if pull(source) then sources[#sources + 1] = source end
end
local page = {}
while #page < 2 * most and #sources > 0 do
  local first = 1
  for i = 2, #sources do
    if comesFirst(sources[i].time, sources[i].id, sources[first].time, sources[first].id) then first = i end
  end
  local next = sources[first]
  page[#page + 1] = next.id
  page[#page + 1] = string.format('%.0f', next.time)
  if not pull(next) then table.remove(sources, first) end
end
return page`,
);

/** Reply: how many members each of the sets has. */
export const countScript = defineScript(
  "chainCount",
  { keys: ["shard"], args: ["...sets"] },
  `
local counts = {}
for i, set in ipairs(sets) do counts[i] = redis.call('ZCARD', set) end
return counts`,
);
