import { userHash } from "@guchi/chain/redis/user-hash.ts";
import type { RateLimit } from "@guchi/chain/worker.ts";
import type { Redis } from "ioredis";
import { guestKeys } from "./keys.ts";

const DAY_SECONDS = 86_400;
/** So many guests may share an address, as in a household or an office. */
const GUESTS_OF_ADDRESS = 10;

export interface GuestLimits {
  /** Most jobs that a guest starts. */
  readonly starts: RateLimit;
  /** Most pictures of a guest in 24 hours. */
  readonly dailyPictures: number;
}

/** Who is counted: the guest, and the address where it is known. */
export interface Counted {
  readonly guest: string;
  readonly address: string | undefined;
}

/** Counts one start. Resolves to the seconds to wait where that is one too many. */
export async function takeStart(
  redis: Redis,
  { starts: { jobs, seconds } }: GuestLimits,
  counted: Counted,
): Promise<number | undefined> {
  return take(redis, guestKeys.starts, { most: jobs, seconds }, counted);
}

/** Counts one picture. Resolves to the seconds to wait where that is one too many. */
export async function takePicture(
  redis: Redis,
  { dailyPictures }: GuestLimits,
  counted: Counted,
): Promise<number | undefined> {
  return take(redis, guestKeys.pictures, { most: dailyPictures, seconds: DAY_SECONDS }, counted);
}

/** Who deletes the cookie is a new guest: hence the address, which is not given up as easily. */
async function take(
  redis: Redis,
  key: (whose: string) => string,
  { most, seconds }: { readonly most: number; readonly seconds: number },
  { guest, address }: Counted,
): Promise<number | undefined> {
  const ofGuest = await count(redis, key(userHash(guest)), most, seconds);
  if (ofGuest !== undefined || address === undefined) return ofGuest;
  return count(redis, key(userHash(address)), most * GUESTS_OF_ADDRESS, seconds);
}

async function count(redis: Redis, key: string, most: number, seconds: number): Promise<number | undefined> {
  // In one transaction, so that no key is left without an end.
  const replies = await redis.multi().set(key, 0, "EX", seconds, "NX").incr(key).ttl(key).exec();
  const [, counted, left] = (replies ?? []).map(([error, value]) => {
    if (error !== null) throw error;
    return Number(value);
  });
  return counted === undefined || counted <= most ? undefined : Math.max(1, left ?? seconds);
}
