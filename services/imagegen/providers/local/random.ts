import { createHash } from "node:crypto";

/**
 * Numbers that look random and are the same for the same seed: a picture made again after a crash
 * is the same picture.
 */
export interface Random {
  /** At least `min`, less than `max`, to a tenth (an SVG of short numbers is parsed faster). */
  between(min: number, max: number): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** Mulberry32, started from the seed's SHA-256. */
export function seededRandom(seed: string): Random {
  let state = createHash("sha256").update(seed).digest().readUInt32LE();
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    between: (min, max) => Math.round((min + next() * (max - min)) * 10) / 10,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}
