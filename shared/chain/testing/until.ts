import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until `look` gives something, looking every 20 ms. Throws Error naming `what` after
 * `timeoutMs`.
 */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
  timeoutMs = 30_000,
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await sleep(20);
  }
  throw new Error(`Waited ${timeoutMs} ms in vain for: ${what}`);
}
