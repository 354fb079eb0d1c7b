import { spawn, type ChildProcess } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

const GUCHI = join(import.meta.dirname, "..", "..", "guchi.mjs");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of `npx --no guchi` as a process of its own. */
export interface Run {
  readonly child: ChildProcess;
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
}

/**
 * Runs the client away from any .env file and any setting of this machine. `node` is what is first
 * on the user's PATH.
 */
export function runGuchi(args: readonly string[], env: NodeJS.ProcessEnv = {}, node = process.execPath): Run {
  const child = spawn(node, [GUCHI, ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env["PATH"], TZ: "UTC", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, stderr: () => stderr, ended };
}
