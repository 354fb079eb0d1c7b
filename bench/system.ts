import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "../shared/chain/testing/port.ts";

const ROOT = join(import.meta.dirname, "..");

/** The whole of Guchi with a data directory and a Redis of its own, without keys of any vendor. */
export interface OwnSystem {
  readonly url: string;
  /** Of the process that the others are below. */
  readonly pid: number;
  /** Of its Redis, by which a bench can look into it. */
  readonly redisUrl: string;
  /** From the command to the line that says that it is ready, in ms. */
  readonly startMs: number;
  stop(): Promise<void>;
}

/** `file`: what is run, `scripts/start.ts` or `services/all.ts`. */
export async function startOwnSystem(file: string, more: NodeJS.ProcessEnv = {}): Promise<OwnSystem> {
  const dir = await mkdtemp(join(tmpdir(), "guchi-bench-"));
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    PATH: process.env["PATH"],
    HOME: dir,
    DATA_DIR: dir,
    PORT: String(port),
    LOG_LEVEL: "error",
    NODE_COMPILE_CACHE: join(ROOT, "node_modules", ".cache", "node"), // as package.json says
    ...more,
  };
  const from = performance.now();
  const child = spawn(process.execPath, [join(ROOT, file)], { cwd: ROOT, env, stdio: ["ignore", "pipe", "inherit"] });
  const end = () => child.kill("SIGTERM");
  process.on("exit", end);
  await readyLine(child);
  const startMs = performance.now() - from;
  return {
    url: `http://localhost:${port}`,
    pid: child.pid ?? 0,
    redisUrl: `unix://${join(dir, "redis", "redis.sock")}`,
    startMs,
    stop: async () => {
      process.off("exit", end);
      const exited = once(child, "exit");
      end();
      await exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function readyLine({ stdout }: ChildProcess): Promise<void> {
  if (stdout === null) throw new TypeError("the output is not read");
  for await (const line of createInterface({ input: stdout })) if (line.includes("Guchi is ready")) break;
  stdout.resume();
}
