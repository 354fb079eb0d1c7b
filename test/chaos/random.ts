import { crc32 } from "node:zlib";

/**
 * What this run throws its dice with. The same seed makes the same choices; how they meet in time
 * no seed decides.
 */
export const SEED = Number(process.env["CHAOS_SEED"] ?? Date.now() % 1_000_000);

/**
 * Numbers from 0 to 1, a row of their own for each name. mulberry32:
 * https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
 */
export function dice(name: string): () => number {
  let state = crc32(`${SEED} ${name}`);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
