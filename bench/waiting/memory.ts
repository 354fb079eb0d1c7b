/**
 * What this process holds, in bytes: what it has only kept from its start, such as free pages of
 * V8's heap, is given back first, or those who wait would fill it unseen.
 */
export function heldBytes(): number {
  globalThis.gc?.({ type: "major", flavor: "last-resort", execution: "sync" });
  return process.memoryUsage.rss();
}
