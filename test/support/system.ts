import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { JobView } from "../../shared/contracts/job.ts";
import { parseAs } from "../../shared/chain/schema.ts";
import { freePort } from "../../shared/chain/testing/port.ts";
import { until } from "../../shared/chain/testing/until.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const START_TIMEOUT_MS = 120_000;
const JOB_TIMEOUT_MS = 120_000;

/** The whole of Guchi, as `npm start` brings it up, with a data directory and a port of its own. */
export interface TestSystem {
  readonly base: string;
  readonly dataDir: string;
  /** Everything written to the terminal so far. */
  readonly output: () => string;
  post(text: string, more?: object): Promise<Response>;
  start(text: string): Promise<JobView>;
  job(id: string): Promise<JobView>;
  finished(id: string): Promise<JobView>;
  /** Process numbers of what runs below `npm start`, by what their command line holds. */
  processes(containing: string): Promise<readonly number[]>;
  /**
   * SIGTERM to npm, as a supervisor or Ctrl-C does it; resolves to npm's exit code when all is
   * over.
   */
  stop(): Promise<number | null>;
  /** SIGKILL to `npm start` and everything below it, at once. */
  killAll(): Promise<void>;
}

export async function newDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), "guchi-e2e-"));
}

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
}

/** Runs `npm start` without waiting for anything. `cwd` is where the repository is. */
export function npmStart(env: NodeJS.ProcessEnv, cwd = ROOT): Started {
  return start(["npm", "start"], env, cwd);
}

/** The same without npm, and so without the set-up that it runs before. */
export function plainStart(env: NodeJS.ProcessEnv, cwd = ROOT): Started {
  return start([process.execPath, "scripts/start.ts"], env, cwd);
}

function start([command = "", ...args]: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Started {
  const inherited = { ...process.env };
  delete inherited["NODE_TEST_CONTEXT"]; // or the children would report to this test runner
  const child = spawn(command, args, {
    cwd,
    env: { ...inherited, REDIS_URL: "", LOG_LEVEL: "info", ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output };
}

export async function startSystem(
  dataDir: string,
  env: NodeJS.ProcessEnv = {},
  cwd = ROOT,
  run = npmStart,
): Promise<TestSystem> {
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const { child, output } = run({ DATA_DIR: dataDir, PORT: String(port), ...env }, cwd);
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  await until(
    "the banner, which comes when every service is ready",
    async () => {
      if (child.exitCode !== null) throw new Error(`npm start ended early:\n${output()}`);
      return output().includes("Guchi is ready") && (await fetch(`${base}/readyz`)).status === 200;
    },
    START_TIMEOUT_MS,
  );
  const pid = child.pid ?? 0;
  const post = (text: string, more: object = {}) =>
    fetch(`${base}/jobs`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ pipeline: "guchi", input: { text }, ...more }),
    });
  const job = async (id: string) => view(await fetch(`${base}/jobs/${id}?history=true`));
  return {
    base,
    dataDir,
    output,
    post,
    start: async (text) => view(await post(text)),
    job,
    finished: (id) =>
      until(
        `job ${id} to finish`,
        async () => {
          const response = await fetch(`${base}/jobs/${id}?history=true`).catch(() => undefined);
          return response?.status === 200 && view(response);
        },
        JOB_TIMEOUT_MS,
      ),
    processes: (containing) => descendants(pid, containing),
    stop: async () => {
      child.kill("SIGTERM");
      return exited;
    },
    killAll: async () => {
      for (const each of [...(await descendants(pid, "")), pid]) kill(each);
      await exited;
    },
  };
}

async function view(response: Response): Promise<JobView> {
  return parseAs(JobView, await response.json());
}

export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}

/** Every process below `root` whose command line holds `containing`. */
async function descendants(root: number, containing: string): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,args="], { maxBuffer: 8_000_000 });
  const rows = stdout.split("\n").flatMap((line) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return args === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), args }];
  });
  const below = new Set([root]);
  for (let grown = true; grown;) {
    const found = rows.filter(({ pid, parent }) => below.has(parent) && !below.has(pid));
    for (const { pid } of found) below.add(pid);
    grown = found.length > 0;
  }
  return rows
    .filter(({ pid, args }) => pid !== root && below.has(pid) && args.includes(containing))
    .map(({ pid }) => pid);
}
