import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { MICROS } from "@guchi/chain/job/record.ts";
import { dayOf } from "./budget-day.ts";
import { noteLimit } from "./budget-gauges.ts";
import type { BudgetNotice } from "./budget-notice.ts";
import type { BudgetSettings } from "./settings.ts";
import { budgetKeys } from "./keys.ts";
import { userHash } from "@guchi/chain/redis/user-hash.ts";
import { defineScript } from "@guchi/chain/redis/script.ts";

const NO_LIMIT = -1;
/** Longer than any day of any time zone, the change of summer time included. */
const KEEP_SECONDS = 2 * 86_400;

/** What one part of a job may cost: asked before each paid call of the part. */
export interface PartBudget {
  /** Takes the estimate out of the day's budget; false, and nothing taken, when it does not fit. */
  readonly reserve: (costUsd: number) => Promise<boolean>;
  /** Puts the last reservation back: the call is surely not on the bill. */
  readonly giveBack: () => Promise<void>;
  /** The limit that said no, if the last one asked did. */
  readonly over: BudgetNotice | undefined;
}

export interface Budget {
  /** `picture` with the job's `user`: it also counts among the user's pictures of the day. */
  partBudget(part?: { readonly picture: true; readonly user: string | undefined }): PartBudget;
}

/**
 * The limits of a day, held by all processes together: counters in Redis, checked and raised in one
 * step, so that jobs at the same time cannot overdraw them. A day is one of TIME_ZONE, which is
 * what a user and an operator mean by today. What was reserved by a process that died stays taken.
 * Undefined when no limit is set.
 */
export function createBudget(
  redis: Redis,
  settings: BudgetSettings,
  now: () => Date = () => new Date(),
): Budget | undefined {
  const { DAILY_BUDGET_USD: usd, DAILY_IMAGES_PER_USER: pictures, TIME_ZONE: timeZone } = settings;
  noteLimit(redis, settings);
  if (usd === undefined && pictures === undefined) return undefined;
  return {
    partBudget: (part) => {
      const limits = {
        micros: usd === undefined ? NO_LIMIT : Math.round(usd * MICROS),
        pictures: part?.user === undefined ? NO_LIMIT : (pictures ?? NO_LIMIT),
      };
      return openPartBudget(redis, limits, () => counters(dayOf(timeZone, now()), part?.user));
    },
  };
}

interface Limits {
  readonly micros: number;
  readonly pictures: number;
}

/** Redis keys. */
interface Counters {
  readonly money: string;
  readonly pictures: string;
}

function openPartBudget(redis: Redis, limits: Limits, today: () => Counters): PartBudget {
  let over: BudgetNotice | undefined;
  let taken: { readonly counted: Counters; readonly micros: number } | undefined;
  return {
    get over() {
      return over;
    },
    async reserve(costUsd) {
      const counted = today();
      const micros = Math.ceil(costUsd * MICROS);
      const reply = await reserveScript(redis, withChange(counted), {
        micros,
        mostMicros: limits.micros,
        mostPictures: limits.pictures,
        ttlSeconds: KEEP_SECONDS,
        rememberSeconds: REMEMBER_SECONDS,
      });
      over = reply === "daily_budget" || reply === "daily_images" ? reply : undefined;
      if (over === undefined) taken = { counted, micros };
      return over === undefined;
    },
    async giveBack() {
      if (taken === undefined) return;
      const { counted, micros } = taken;
      taken = undefined;
      const args = { micros, mostPictures: limits.pictures, rememberSeconds: REMEMBER_SECONDS };
      await giveBackScript(redis, withChange(counted), args);
    },
  };
}

/**
 * The day's money, and the user's pictures of the day; without a user a name that is never written.
 */
function counters(day: string, user: string | undefined): Counters {
  const hash = user === undefined ? "" : userHash(user);
  return { money: budgetKeys.spent(day), pictures: budgetKeys.pictures(day, hash) };
}

function withChange(counted: Counters) {
  return { ...counted, change: budgetKeys.spending(randomUUID()) };
}

/**
 * How long a change is remembered, in s: after a cut ioredis sends again what had no answer, and
 * that must count once.
 */
const REMEMBER_SECONDS = 60;

/**
 * `change`: a key of its own for each change. A limit of -1: none. Reply: 'ok' or the limit that
 * says no.
 */
const reserveScript = defineScript(
  "guchiReserve",
  {
    keys: ["money", "pictures", "change"],
    args: ["micros", "mostMicros", "mostPictures", "ttlSeconds", "rememberSeconds"],
  },
  `if redis.call('EXISTS', change) == 1 then return 'ok' end
local limit, most = tonumber(mostMicros), tonumber(mostPictures)
if limit >= 0 and tonumber(redis.call('GET', money) or '0') + tonumber(micros) > limit then return 'daily_budget' end
if most >= 0 then
  if tonumber(redis.call('GET', pictures) or '0') + 1 > most then return 'daily_images' end
  redis.call('INCR', pictures)
  redis.call('EXPIRE', pictures, ttlSeconds)
end
redis.call('INCRBY', money, micros)
redis.call('EXPIRE', money, ttlSeconds)
redis.call('SET', change, '1', 'EX', rememberSeconds)
return 'ok'`,
);

/** A counter that is gone stays gone; with a limit of -1, pictures are not counted. */
const giveBackScript = defineScript(
  "guchiGiveBack",
  { keys: ["money", "pictures", "change"], args: ["micros", "mostPictures", "rememberSeconds"] },
  `if not redis.call('SET', change, '1', 'NX', 'EX', rememberSeconds) then return 0 end
if redis.call('EXISTS', money) == 1 then redis.call('DECRBY', money, micros) end
if tonumber(mostPictures) >= 0 and redis.call('EXISTS', pictures) == 1 then redis.call('DECR', pictures) end
return 1`,
);
