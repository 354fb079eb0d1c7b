import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { open, unlink, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A message takes under 2 s on a busy machine; whoever needs longer hangs. */
const TIME_LIMIT_MS = 15_000;

export interface Program {
  /** Absolute path. */
  readonly command: string;
  /** Never holds a word of the user: what is spoken goes in by `input`. */
  readonly args: readonly string[];
  readonly input: string;
  readonly signal: AbortSignal;
  readonly limitMs?: number;
  readonly folder?: string;
}

/**
 * Runs a program to its end, without a shell and without our environment, and gives what it wrote
 * to its standard output, which is a file without a name: it may be opened as /dev/stdout, and
 * whatever ends us, nothing of it is left on the disk. When it is aborted or takes longer than 15
 * s, the program is killed; this returns only when it is gone. Rejects with the signal's reason
 * when aborted, else with an Error that holds nothing of the input.
 */
export async function runProgram(program: Program): Promise<Buffer> {
  program.signal.throwIfAborted();
  const output = await openNameless();
  try {
    const failure = await run(program, output.fd);
    program.signal.throwIfAborted();
    if (failure !== undefined) throw new Error(`${program.command} ${failure}`);
    return await contentOf(output);
  } finally {
    await output.close();
  }
}

/** How it failed, or undefined. */
function run(program: Program, output: number): Promise<string | undefined> {
  const { command, args, input, signal, limitMs = TIME_LIMIT_MS, folder = "/" } = program;
  const child = spawn(command, args, {
    cwd: folder,
    env: {},
    stdio: ["pipe", output, "ignore"],
    signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
    killSignal: "SIGKILL",
  });
  const ended = Promise.withResolvers<string | undefined>();
  child.on("error", (error) => {
    if (child.pid === undefined) ended.reject(error); // else it was aborted, and its end follows
  });
  child.once("close", (code, killedBy) => ended.resolve(code === 0 ? undefined : `ended with ${killedBy ?? code}`));
  child.stdin?.on("error", () => undefined); // it ended before it had read all
  child.stdin?.end(input);
  return ended.promise;
}

async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `guchi-voice-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  await unlink(path);
  return file;
}

/** From its beginning, wherever the program left off. */
async function contentOf(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
  return buffer.subarray(0, bytesRead);
}
