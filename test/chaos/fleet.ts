import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const SERVICES = ["gateway", "sentiment", "persona", "imagegen", "tts"] as const;
export type ServiceName = (typeof SERVICES)[number];

const ROOT = join(import.meta.dirname, "..", "..");

/** Every service as processes of its own, started again whenever one dies. Of the gateway there is one: it has the port. */
export class Fleet {
  readonly #env: NodeJS.ProcessEnv;
  /** Of each service, by instance. */
  readonly #processes = new Map<ServiceName, ChildProcess[]>();
  #stopping = false;
  /** Processes that ended without being killed here. */
  readonly crashes: string[] = [];
  readonly #killed = new WeakSet<ChildProcess>();

  constructor(env: NodeJS.ProcessEnv, instances: number) {
    this.#env = env;
    // However this run ends, nothing of it stays behind.
    process.on("exit", () => {
      for (const child of this.#all()) child.kill("SIGKILL");
    });
    for (const name of SERVICES) {
      for (let instance = 0; instance < (name === "gateway" ? 1 : instances); instance += 1)
        this.#start(name, instance);
    }
  }

  /** SIGKILL to one of the service's processes; false when that had not come up again yet. */
  kill(name: ServiceName): boolean {
    const child = this.#pick(name);
    if (child === undefined) return false;
    this.#killed.add(child);
    return child.kill("SIGKILL");
  }

  /** Stops one of the service's processes in mid-breath for so long, as a swapping or paused machine does. */
  async freeze(name: ServiceName, ms: number): Promise<void> {
    const child = this.#pick(name);
    if (child === undefined || !child.kill("SIGSTOP")) return;
    await sleep(ms);
    child.kill("SIGCONT");
  }

  #pick(name: ServiceName): ChildProcess | undefined {
    const processes = this.#processes.get(name) ?? [];
    const child = processes[Math.floor(Math.random() * processes.length)];
    return child !== undefined && isAlive(child) ? child : undefined;
  }

  #all(): readonly ChildProcess[] {
    return [...this.#processes.values()].flat();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const running = this.#all().filter(isAlive);
    const ended = running.map((child) => once(child, "exit"));
    for (const child of running) child.kill("SIGTERM");
    await Promise.all(ended);
  }

  #start(name: ServiceName, instance: number): void {
    const child = spawn(process.execPath, [join(ROOT, "services", name, "main.ts")], {
      env: this.#env,
      stdio: ["ignore", "ignore", "inherit"],
    });
    const processes = this.#processes.get(name) ?? [];
    processes[instance] = child;
    this.#processes.set(name, processes);
    child.once("exit", (code, signal) => {
      if (this.#stopping) return;
      if (!this.#killed.has(child)) this.crashes.push(`${name}: code ${code}, ${signal}`);
      setTimeout(() => this.#stopping || this.#start(name, instance), 100);
    });
  }
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
