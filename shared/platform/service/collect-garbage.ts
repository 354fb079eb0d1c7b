import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** So long after its start a service collects, in ms: others still need the CPU to start. */
const LATER_MS = 5_000;

/**
 * Gives back, somewhat later, what a start leaves behind, such as dictionaries as they were read:
 * V8 collects when something is allocated, and a service that waits for its first job allocates
 * nothing. It takes some 0.1 s where there is much; the system has the memory some seconds later.
 */
export function collectGarbageLater(): void {
  setTimeout(collectGarbage, LATER_MS).unref();
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  if (typeof collect !== "function") return;
  collect();
  collect(); // what the first one found to be unused outside of V8's heap
}
