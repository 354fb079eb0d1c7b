import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";

export type ServiceProcess = Awaited<ReturnType<typeof startServiceProcess>>;

const spawned = new Set<ChildProcess>();
// A test that is cut off must leave none behind.
process.once("exit", () => spawned.forEach((child) => child.kill("SIGKILL")));

/**
 * A service's `main.ts` as a process of its own, for a test to kill, or one that dies at a fault
 * point. Resolves when it is ready, or has ended.
 */
export async function startServiceProcess(file: string, env: NodeJS.ProcessEnv, dieAt?: string) {
  const inherited = { ...process.env };
  delete inherited["NODE_TEST_CONTEXT"]; // or it would report to this test runner
  const hook = dieAt === undefined ? [] : ["--import", import.meta.resolve("@guchi/chain/testing/fault-hook.ts")];
  const child = spawn(process.execPath, [...hook, file], {
    env: { ...inherited, ...env, ...(dieAt !== undefined && { FAULT_POINT: dieAt }) },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  spawned.add(child);
  const exited = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once("exit", (_code, signal) => resolve(signal));
  });
  await Promise.race([once(child, "message"), exited]); // it tells that it is ready
  return {
    /** Resolves to the signal that ended it. */
    exited,
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
