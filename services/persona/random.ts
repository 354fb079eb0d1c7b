import { createHash } from "node:crypto";

/** Gives numbers from 0 up to, not including, 1. */
export type Random = () => number;

/**
 * A small generator whose numbers depend on the seed alone: a stage that runs again after a crash
 * must say the same. It hashes a counter, so seeds that look alike give unlike numbers. Not for
 * secrets.
 */
export function createRandom(seed: string): Random {
  let count = 0;
  return () => {
    const digest = createHash("sha256").update(`${count++}:${seed}`).digest();
    return digest.readUInt32BE(0) / 2 ** 32;
  };
}

/** One of the items. Throws RangeError when there is none. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  for (const item of items.slice(Math.floor(random() * items.length))) return item;
  throw new RangeError("There is nothing to pick from.");
}
