import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export const SERVICES = ["gateway", "sentiment", "persona", "imagegen", "tts"] as const;
export type ServiceName = (typeof SERVICES)[number];

const ROOT = join(import.meta.dirname, "..", "..");

/** Every service as a process of its own, started again whenever it dies. */
export class Fleet {
  readonly #env: NodeJS.ProcessEnv;
  readonly #processes = new Map<ServiceName, ChildProcess>();
  #stopping = false;
  /** Processes that ended without being killed here. */
  readonly crashes: string[] = [];
  readonly #killed = new WeakSet<ChildProcess>();

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
    // However this run ends, nothing of it stays behind.
    process.on("exit", () => {
      for (const child of this.#processes.values()) child.kill("SIGKILL");
    });
    for (const name of SERVICES) this.#start(name);
  }

  /** SIGKILL; false when it had not come up again yet. */
  kill(name: ServiceName): boolean {
    const child = this.#processes.get(name);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return false;
    this.#killed.add(child);
    return child.kill("SIGKILL");
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const running = [...this.#processes.values()].filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    );
    const ended = running.map((child) => once(child, "exit"));
    for (const child of running) child.kill("SIGTERM");
    await Promise.all(ended);
  }

  #start(name: ServiceName): void {
    const child = spawn(process.execPath, [join(ROOT, "services", name, "main.ts")], {
      env: this.#env,
      stdio: ["ignore", "ignore", "inherit"],
    });
    this.#processes.set(name, child);
    child.once("exit", (code, signal) => {
      if (this.#stopping) return;
      if (!this.#killed.has(child)) this.crashes.push(`${name}: code ${code}, ${signal}`);
      setTimeout(() => this.#stopping || this.#start(name), 100);
    });
  }
}
