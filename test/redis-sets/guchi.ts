import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../shared/chain/testing/port.ts";
import { until } from "../../shared/chain/testing/until.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** Guchi as one process, with the pipeline `hello`, over a Redis that is there. */
export interface Guchi {
  readonly base: string;
  readonly output: () => string;
  /** Answers of the API as JSON; undefined where there is none, or it is no 2xx. */
  json(path: string, init?: RequestInit): Promise<{ readonly status: number; readonly body: unknown }>;
  stop(): Promise<void>;
}

export async function startGuchi(env: NodeJS.ProcessEnv): Promise<Guchi> {
  const dir = await mkdtemp(join(tmpdir(), "guchi-sets-"));
  const port = await freePort();
  const inherited = { ...process.env };
  delete inherited["NODE_TEST_CONTEXT"]; // or it would report to this test runner
  const own = { PORT: String(port), DATA_DIR: dir, EXTENSIONS: "examples/hello", API_RATE_LIMIT: "100000/1" };
  const child = spawn(process.execPath, ["services/all.ts"], {
    cwd: ROOT,
    env: { ...inherited, LOG_LEVEL: "warn", ...own, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const base = `http://localhost:${port}`;
  const json: Guchi["json"] = async (path, init) => {
    const response = await fetch(base + path, { ...init, signal: AbortSignal.timeout(10_000) });
    const text = await response.text();
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : text };
  };
  await until(
    "Guchi",
    async () => {
      if (child.exitCode !== null) throw new Error(`Guchi ended early:\n${output}`);
      return (await json("/readyz").catch(() => undefined))?.status === 200;
    },
    120_000,
  );
  return {
    base,
    output: () => output,
    json,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
}
