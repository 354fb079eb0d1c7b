import { spawn, type ChildProcess } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { endedBy, run } from "../run.ts";
import { createTerminal } from "../terminal.ts";

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
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(node, [GUCHI, ...args], {
    cwd: tmpdir(),
    env: { PATH, NODE_COMPILE_CACHE, TZ: "UTC", ...env },
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

/**
 * What a run of `npx --no guchi` says and ends with, in this process: for what is no matter of
 * processes and settings.
 */
export async function commandHere(args: readonly string[]): Promise<Ended> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const terminal = createTerminal({ stdout, stderr });
  const { signal } = new AbortController();
  const said = Promise.all([text(stdout), text(stderr)]);
  const code = await run(args, signal, terminal)
    .catch((error: unknown) => endedBy(error, signal, terminal))
    .finally(() => {
      stdout.end();
      stderr.end();
    });
  const [out, told] = await said;
  return { code, stdout: out, stderr: told };
}
