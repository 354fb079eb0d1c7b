/** Where a test hangs its hook, before anything else is loaded: see testing/fault-hook.ts. */
export const FAULT_HOOK = Symbol.for("chain.fault-hook");

type Hook = (point: string) => Promise<never> | undefined;

const hook = (globalThis as { [FAULT_HOOK]?: Hook })[FAULT_HOOK];

/**
 * A moment at which a process that dies leaves a state of its own behind. Nothing in production:
 * undefined. Under a test's hook the process dies here.
 */
export type FaultPoint<Name extends string> = (name: Name) => Promise<never> | undefined;

/**
 * The fault points of one part of the code: name → the state at that moment. docs/guarantees.md
 * says of each what happens then; a test kills a process there with SIGKILL.
 */
export function faultPoints<const Points extends Readonly<Record<string, string>>>(
  _points: Points,
): FaultPoint<keyof Points & string> {
  return (name) => hook?.(name);
}
