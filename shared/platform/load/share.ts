import type { JobRecords } from "@guchi/chain/job/records.ts";
import { userHash } from "@guchi/chain/redis/user-hash.ts";
import type { Redis } from "ioredis";
import { loadKeys } from "./keys.ts";

/**
 * A user's jobs that are looked at for one request, whether they are still under way. A longer list
 * is looked through in turns, each job at most once in a second.
 */
const LOOKS = 50;
const LOOK_AGAIN_MS = 1_000;
/** A user who starts nothing for this long begins with an empty list. */
const REMEMBER_MS = 86_400_000;

interface Deps {
  readonly redis: Redis;
  readonly records: Pick<JobRecords, "isUnderWay">;
  /** Most unfinished jobs of one user. */
  readonly most: number;
}

/**
 * Bounds the unfinished jobs of each user. They are listed when they start; that one has ended is
 * found out when the list is full. A process that dies between the start and the listing leaves one
 * job uncounted.
 */
export class UserShare {
  readonly #deps: Deps;
  readonly #inFlight = new Map<string, number>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * Does `start`, which tells the `id` of the job it starts or is refused itself, unless the user
   * has too many unfinished jobs. `insteadOf`: a job of theirs that ends with this start, and does
   * not count any more.
   */
  async admit<Started extends object | string>(
    user: string,
    start: () => Promise<Started>,
    insteadOf?: string,
  ): Promise<Started | "share"> {
    const { redis, most } = this.#deps;
    const key = loadKeys.openOfUser(userHash(user));
    if (insteadOf !== undefined) await redis.zrem(key, insteadOf);
    let listed = await redis.zcard(key);
    if (listed + this.#underWay(key, 0) >= most) {
      await this.#forgetEnded(key);
      listed = await redis.zcard(key);
    }
    // Nothing may be awaited between this look and the count of who is let in.
    if (listed + this.#underWay(key, 0) >= most) return "share";
    this.#underWay(key, 1);
    try {
      const started = await start();
      if (typeof started === "object" && "id" in started && typeof started.id === "string") {
        await redis.zadd(key, Date.now(), started.id);
        await redis.pexpire(key, REMEMBER_MS);
      }
      return started;
    } finally {
      this.#underWay(key, -1);
    }
  }

  /** How many requests of the user are under way here, after a change by `by`. */
  #underWay(key: string, by: number): number {
    const count = (this.#inFlight.get(key) ?? 0) + by;
    if (count === 0) this.#inFlight.delete(key);
    else this.#inFlight.set(key, count);
    return count;
  }

  async #forgetEnded(key: string): Promise<void> {
    const { redis, records, most } = this.#deps;
    const now = Date.now();
    const lookedAtBy = most > LOOKS ? now - LOOK_AGAIN_MS : "+inf";
    const ids = await redis.zrangebyscore(key, "-inf", lookedAtBy, "LIMIT", 0, LOOKS);
    await Promise.all(
      ids.map(async (id) => {
        if (await records.isUnderWay(id)) await redis.zadd(key, "XX", now, id);
        else await redis.zrem(key, id);
      }),
    );
  }
}
