import { setTimeout as sleep } from "node:timers/promises";

/** Time between two looks in ms: a fiftieth of what was waited already, within these bounds. */
const [SHORTEST_MS, LONGEST_MS] = [20, 100];

/**
 * Waits until `look` gives something, looking every 20 ms, and less often after the first second.
 * Throws Error naming `what` after `timeoutMs`.
 */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
  timeoutMs = 30_000,
): Promise<Value> {
  const begun = Date.now();
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs = Date.now() - begun) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await sleep(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, waitedMs / 50)));
  }
  throw new Error(`Waited ${timeoutMs} ms in vain for: ${what}`);
}
