/**
 * Loaded by `node --import`, ahead of everything: kills this process with SIGKILL at the fault
 * point of FAULT_POINT.
 */
// Not imported: fault-point.ts looks for the hook when it is loaded.
const FAULT_HOOK = Symbol.for("chain.fault-hook");
const at = process.env["FAULT_POINT"];

(globalThis as Record<symbol, unknown>)[FAULT_HOOK] = (point: string, after?: Promise<unknown>) => {
  if (point !== at) return undefined;
  if (after === undefined) die();
  else void after.then(die);
  return new Promise<never>(() => undefined);
};

function die(): void {
  process.kill(process.pid, "SIGKILL");
}
