import { defineScript } from "@guchi/chain/redis/script.ts";

/**
 * KEYS of all: 1 kept, 2 state, 3 claimed by the job in question. State: job → '' while its answer
 * waits (or was left out for good), the job that has claimed it, or ERASED and that job, which is
 * for good: whoever erases again after a crash must find it, too. In what is claimed, SENDER is no
 * answer but who is about to send it.
 */
const ERASED = "erased:";
export const SENDER = "#";
const COUNT_CLAIMED = `redis.call('HLEN', KEYS[3]) - redis.call('HEXISTS', KEYS[3], '${SENDER}')`;
const IS_ERASED = `
local function isErased(job)
  local state = redis.call('HGET', KEYS[2], job)
  return state and string.sub(state, 1, ${ERASED.length}) == '${ERASED}'
end
`;

/** ARGV: job, answer, ms to live. */
export const keepScript = defineScript(
  "guchiLineKeep",
  `
if redis.call('HSETNX', KEYS[2], ARGV[1], '') == 1 then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return 1`,
);

/** ARGV: job. Reply: 1 taken, 0 with another job or erased, -1 not kept. */
export const takeBackScript = defineScript(
  "guchiLineTakeBack",
  `
local state = redis.call('HGET', KEYS[2], ARGV[1])
if redis.call('HDEL', KEYS[1], ARGV[1]) == 0 then return state and 0 or -1 end
redis.call('HDEL', KEYS[2], ARGV[1])
return 1`,
);

/**
 * ARGV: job, most, ms to live. Moves the oldest ones, unless some were claimed before; replies with
 * what is claimed.
 */
export const claimScript = defineScript(
  "guchiLineClaim",
  `
if ${COUNT_CLAIMED} == 0 and redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('HDEL', KEYS[3], '${SENDER}')
  local all = {}
  local flat = redis.call('HGETALL', KEYS[1])
  for i = 1, #flat, 2 do
    local ok, value = pcall(cjson.decode, flat[i + 1])
    all[#all + 1] = { flat[i], flat[i + 1], ok and tonumber(value.at) or 0 }
  end
  table.sort(all, function(a, b) if a[3] == b[3] then return a[1] < b[1] end return a[3] < b[3] end)
  for i = 1, math.min(#all, tonumber(ARGV[2])) do
    redis.call('HSET', KEYS[3], all[i][1], all[i][2])
    redis.call('HSET', KEYS[2], all[i][1], ARGV[1])
    redis.call('HDEL', KEYS[1], all[i][1])
  end
  redis.call('PEXPIRE', KEYS[3], ARGV[3])
  redis.call('PEXPIRE', KEYS[2], ARGV[3])
end
return redis.call('HGETALL', KEYS[3])`,
);

/**
 * ARGV: the claimer, now in ms, ms to live, the sender that sent nothing or '', how many are gone,
 * their jobs, and the unread ones'.
 */
export const leaveScript = defineScript(
  "guchiLineLeave",
  `${IS_ERASED}
local sender = redis.call('HGET', KEYS[3], '${SENDER}')
local isSending = sender and sender ~= ARGV[4]
for i = 6, #ARGV do
  local job = ARGV[i]
  local text = redis.call('HGET', KEYS[3], job)
  if text then
    redis.call('HDEL', KEYS[3], job)
    if job == ARGV[1] then redis.call('HDEL', KEYS[2], job) -- its own: it may be kept again
    elseif not isErased(job) then
      redis.call('HSET', KEYS[2], job, '')
      local isUnread = i > 5 + tonumber(ARGV[5])
      if isUnread and not isSending then
        redis.call('HSET', KEYS[1], job, (string.gsub(text, '"at":%d+', '"at":' .. ARGV[2], 1)))
      end
    end
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`,
);

/** ARGV: who is about to send. Reply: how many are claimed. */
export const aboardScript = defineScript(
  "guchiLineAboard",
  `
local count = ${COUNT_CLAIMED}
if count > 0 then redis.call('HSET', KEYS[3], '${SENDER}', ARGV[1]) end
return count`,
);

/** ARGV: ms to live, who gives back ('': whoever). */
export const giveBackScript = defineScript(
  "guchiLineGiveBack",
  `${IS_ERASED}
local sender = redis.call('HGET', KEYS[3], '${SENDER}')
if ARGV[2] ~= '' and sender and sender ~= ARGV[2] then return 0 end
redis.call('HDEL', KEYS[3], '${SENDER}')
local flat = redis.call('HGETALL', KEYS[3])
for i = 1, #flat, 2 do
  if not isErased(flat[i]) then
    redis.call('HSET', KEYS[1], flat[i], flat[i + 1])
    redis.call('HSET', KEYS[2], flat[i], '')
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
redis.call('DEL', KEYS[3])
return 1`,
);

/** ARGV: job, ms to live. Reply: the job that has claimed its answer, or ''. */
export const eraseScript = defineScript(
  "guchiLineErase",
  `
local claimer = string.gsub(redis.call('HGET', KEYS[2], ARGV[1]) or '', '^${ERASED}', '')
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], '${ERASED}' .. claimer)
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return claimer`,
);
