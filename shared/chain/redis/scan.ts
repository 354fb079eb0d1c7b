import type { Redis } from "ioredis";
import { mastersOf } from "./cluster.ts";

/** Keys that one step of a scan looks at. */
const LOOKED_AT = 1_000;

/**
 * Every key that fits the pattern, on every master; one that is written meanwhile may be left out,
 * and one may come twice.
 */
export async function* scanKeys(redis: Redis, pattern: string): AsyncGenerator<readonly string[]> {
  for (const master of await mastersOf(redis)) {
    let cursor = "0";
    do {
      const [next, found] = await master.scan(cursor, "MATCH", pattern, "COUNT", LOOKED_AT);
      if (found.length > 0) yield found;
      cursor = next;
    } while (cursor !== "0");
  }
}
