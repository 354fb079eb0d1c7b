/**
 * Loaded by `node --import`, ahead of everything: kills this process with SIGKILL at the fault
 * point of FAULT_POINT.
 */
import { flushCompileCache } from "node:module";

// Not imported: fault-point.ts looks for the hook when it is loaded.
const FAULT_HOOK = Symbol.for("chain.fault-hook");
const at = process.env["FAULT_POINT"];

(globalThis as Record<symbol, unknown>)[FAULT_HOOK] = (point: string) => {
  if (point !== at) return undefined;
  // Otherwise each such process would compile anew what only they load.
  flushCompileCache();
  process.kill(process.pid, "SIGKILL");
  return new Promise<never>(() => undefined);
};
