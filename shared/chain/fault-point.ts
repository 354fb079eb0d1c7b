/** Where a test hangs its hook, before anything else is loaded: see testing/fault-hook.ts. */
export const FAULT_HOOK = Symbol.for("chain.fault-hook");

type Hook = (point: string, after?: Promise<unknown>) => Promise<never> | undefined;

const hook = (globalThis as { [FAULT_HOOK]?: Hook })[FAULT_HOOK];

/**
 * A moment at which a process that dies leaves a state of its own behind. Nothing in production:
 * undefined. Under a test's hook the process dies here; where `after` is given, once that has
 * happened. Await only what is not undefined, so that commands that leave in one burst still do.
 */
export type FaultPoint<Name extends string> = (name: Name, after?: Promise<unknown>) => Promise<never> | undefined;

/**
 * The fault points of one part of the code: name → the state at that moment. docs/guarantees.md
 * says of each what happens then; a test kills a process there with SIGKILL.
 */
export function faultPoints<const Points extends Readonly<Record<string, string>>>(
  _points: Points,
): FaultPoint<keyof Points & string> {
  return (name, after) => hook?.(name, after);
}
