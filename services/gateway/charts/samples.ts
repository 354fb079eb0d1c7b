import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { fits } from "@guchi/chain/schema.ts";
import type { Redis } from "ioredis";
import { chartKeys } from "./keys.ts";
import { Sample } from "./sample.ts";

/** What counts as of now, in ms: what failed longer ago is over. */
export const LATELY_MS = 5 * 60_000;

/**
 * How long a slot is, in ms, and how many are kept: five minutes, an hour and a day, and where each
 * begins.
 */
const SLOTS = {
  tick: { ms: 10_000, kept: LATELY_MS / 10_000 + 1 },
  minute: { ms: 60_000, kept: 61 },
  quarter: { ms: 900_000, kept: 97 },
} as const;
type Slot = keyof typeof SLOTS;

/**
 * The samples of the last five minutes, hour and day. Each slot of time has one, whichever gateway
 * comes first: their number is bounded by that.
 */
export class Samples {
  readonly #redis: Redis;
  #kept: Readonly<Record<Slot, number>> = { tick: -1, minute: -1, quarter: -1 };

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** Keeps a sample for each slot that has begun since the last time. `take` makes it. */
  async keep(take: () => Promise<Sample>, now = Date.now()): Promise<void> {
    const due = SLOT_NAMES.filter((slot) => numberOf(slot, now) > this.#kept[slot]);
    if (due.length === 0) return;
    const text = JSON.stringify(await take());
    await Promise.all(due.map((slot) => this.#keepOne(slot, numberOf(slot, now), text)));
  }

  /** Oldest first. */
  async read(slot: Slot, now = Date.now()): Promise<readonly Sample[]> {
    const fields = await this.#redis.hgetall(chartKeys.samples(slot));
    const oldest = numberOf(slot, now) - SLOTS[slot].kept;
    return Object.entries(fields)
      .filter(([number]) => Number(number) > oldest)
      .toSorted(([a], [b]) => Number(a) - Number(b))
      .map(([, text]) => jsonOrUndefined(text))
      .filter((sample) => fits(Sample, sample));
  }

  async #keepOne(slot: Slot, number: number, text: string): Promise<void> {
    const key = chartKeys.samples(slot);
    await this.#redis.hsetnx(key, String(number), text);
    const old = (await this.#redis.hkeys(key)).filter((each) => Number(each) <= number - SLOTS[slot].kept);
    if (old.length > 0) await this.#redis.hdel(key, ...old);
    this.#kept = { ...this.#kept, [slot]: number };
  }
}

const SLOT_NAMES: readonly Slot[] = ["tick", "minute", "quarter"];

function numberOf(slot: Slot, now: number): number {
  return Math.floor(now / SLOTS[slot].ms);
}
