import { defineScript } from "@guchi/chain/redis/script.ts";

const WAITING_KEYS = ["kept", "state", "claimed"] as const;

/**
 * State: job → '' while its answer waits (or was left out for good), the job that has claimed it,
 * or ERASED and that job, which is for good: whoever erases again after a crash must find it, too.
 * In what is claimed, SENDER is no answer but who is about to send it.
 */
const ERASED = "erased:";
export const SENDER = "#";
const COUNT_CLAIMED = `redis.call('HLEN', claimed) - redis.call('HEXISTS', claimed, '${SENDER}')`;
const IS_ERASED = `
local function isErased(job)
  local known = redis.call('HGET', state, job)
  return known and string.sub(known, 1, ${ERASED.length}) == '${ERASED}'
end
`;

export const keepScript = defineScript(
  "guchiLineKeep",
  { keys: WAITING_KEYS, args: ["job", "answer", "ttlMs"] },
  `
if redis.call('HSETNX', state, job, '') == 1 then redis.call('HSET', kept, job, answer) end
redis.call('PEXPIRE', kept, ttlMs)
redis.call('PEXPIRE', state, ttlMs)
return 1`,
);

/** Reply: 1 taken, 0 with another job or erased, -1 not kept. */
export const takeBackScript = defineScript(
  "guchiLineTakeBack",
  { keys: WAITING_KEYS, args: ["job"] },
  `
local known = redis.call('HGET', state, job)
if redis.call('HDEL', kept, job) == 0 then return known and 0 or -1 end
redis.call('HDEL', state, job)
return 1`,
);

/**
 * Moves the oldest ones, unless some were claimed before; replies with
 * what is claimed.
 */
export const claimScript = defineScript(
  "guchiLineClaim",
  { keys: WAITING_KEYS, args: ["job", "most", "ttlMs"] },
  `
if ${COUNT_CLAIMED} == 0 and redis.call('EXISTS', kept) == 1 then
  redis.call('HDEL', claimed, '${SENDER}')
  local all = {}
  local flat = redis.call('HGETALL', kept)
  for i = 1, #flat, 2 do
    local ok, value = pcall(cjson.decode, flat[i + 1])
    all[#all + 1] = { flat[i], flat[i + 1], ok and tonumber(value.at) or 0 }
  end
  table.sort(all, function(a, b) if a[3] == b[3] then return a[1] < b[1] end return a[3] < b[3] end)
  for i = 1, math.min(#all, tonumber(most)) do
    redis.call('HSET', claimed, all[i][1], all[i][2])
    redis.call('HSET', state, all[i][1], job)
    redis.call('HDEL', kept, all[i][1])
  end
  redis.call('PEXPIRE', claimed, ttlMs)
  redis.call('PEXPIRE', state, ttlMs)
end
return redis.call('HGETALL', claimed)`,
);

/**
 * `unsent`: the sender that sent nothing, or empty. `jobs`: so many that are gone, then the unread
 * ones.
 */
export const leaveScript = defineScript(
  "guchiLineLeave",
  { keys: WAITING_KEYS, args: ["claimer", "now", "ttlMs", "unsent", "goneCount", "...jobs"] },
  `${IS_ERASED}
local sender = redis.call('HGET', claimed, '${SENDER}')
local isSending = sender and sender ~= unsent
for i, job in ipairs(jobs) do
  local text = redis.call('HGET', claimed, job)
  if text then
    redis.call('HDEL', claimed, job)
    if job == claimer then redis.call('HDEL', state, job) -- its own: it may be kept again
    elseif not isErased(job) then
      redis.call('HSET', state, job, '')
      if i > tonumber(goneCount) and not isSending then
        redis.call('HSET', kept, job, (string.gsub(text, '"at":%d+', '"at":' .. now, 1)))
      end
    end
  end
end
redis.call('PEXPIRE', kept, ttlMs)
return 1`,
);

/** Reply: how many are claimed. */
export const aboardScript = defineScript(
  "guchiLineAboard",
  { keys: WAITING_KEYS, args: ["sender"] },
  `
local count = ${COUNT_CLAIMED}
if count > 0 then redis.call('HSET', claimed, '${SENDER}', sender) end
return count`,
);

/** `sender`: who gives back; empty: whoever. */
export const giveBackScript = defineScript(
  "guchiLineGiveBack",
  { keys: WAITING_KEYS, args: ["ttlMs", "sender"] },
  `${IS_ERASED}
local sending = redis.call('HGET', claimed, '${SENDER}')
if sender ~= '' and sending and sending ~= sender then return 0 end
redis.call('HDEL', claimed, '${SENDER}')
local flat = redis.call('HGETALL', claimed)
for i = 1, #flat, 2 do
  if not isErased(flat[i]) then
    redis.call('HSET', kept, flat[i], flat[i + 1])
    redis.call('HSET', state, flat[i], '')
  end
end
redis.call('PEXPIRE', kept, ttlMs)
redis.call('PEXPIRE', state, ttlMs)
redis.call('DEL', claimed)
return 1`,
);

/** Reply: the job that has claimed its answer, or ''. */
export const eraseScript = defineScript(
  "guchiLineErase",
  { keys: WAITING_KEYS, args: ["job", "ttlMs"] },
  `
local claimer = string.gsub(redis.call('HGET', state, job) or '', '^${ERASED}', '')
redis.call('HDEL', kept, job)
redis.call('HSET', state, job, '${ERASED}' .. claimer)
redis.call('PEXPIRE', state, ttlMs)
return claimer`,
);
