import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A message takes under 2 s on a busy machine; whoever needs longer hangs. */
const TIME_LIMIT_MS = 15_000;
/** Of one run; a minute of 48 kHz sound has 6 MB. */
const MAX_OUTPUT_BYTES = 40_000_000;

export interface Program {
  /** Absolute path. */
  readonly command: string;
  /** Never holds a word of the user: what is spoken goes in by `input`. */
  readonly args: readonly string[];
  readonly input: string;
  /** Working directory, and where the program puts its temporary files. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly limitMs?: number;
}

/**
 * Runs a program to its end, without a shell and without our environment, and gives what it
 * printed. When it is aborted or takes longer than 15 s, it is killed; this returns only when the
 * process is gone. Rejects with the signal's reason when aborted, else with an Error that holds
 * nothing of the input.
 */
export async function runProgram({
  command,
  args,
  input,
  folder,
  signal,
  limitMs = TIME_LIMIT_MS,
}: Program): Promise<Buffer> {
  signal.throwIfAborted();
  const child = spawn(command, args, {
    cwd: folder,
    env: { TMPDIR: folder },
    stdio: ["pipe", "pipe", "ignore"],
    signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
    killSignal: "SIGKILL",
  });
  const ended = Promise.withResolvers<string | undefined>();
  child.once("error", (error) => {
    if (child.pid === undefined) ended.reject(error); // else it was aborted, and its end follows
  });
  child.once("close", (code, killedBy) => ended.resolve(code === 0 ? undefined : `ended with ${killedBy ?? code}`));
  const output: Buffer[] = [];
  let bytes = 0;
  child.stdout.on("data", (part: Buffer) => {
    bytes += part.length;
    if (bytes > MAX_OUTPUT_BYTES) child.kill("SIGKILL");
    else output.push(part);
  });
  child.stdin.on("error", () => undefined); // it ended before it had read all
  child.stdin.end(input);
  const failure = await ended.promise;
  signal.throwIfAborted();
  if (failure !== undefined) throw new Error(`${command} ${failure}`);
  return Buffer.concat(output);
}

/**
 * Runs `work` with a new folder of its own under the system's temporary one, and removes it
 * whatever happens.
 */
export async function withFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "guchi-voice-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 2 });
  }
}
