import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { loadInstallation } from "../../shared/platform/service/load.ts";
import { dice } from "./random.ts";

const { services } = await loadInstallation();
const FILES: ReadonlyMap<string, string> = new Map(services.map(({ service, file }) => [service.name, file]));
/** Its port is taken by one process. */
const DOOR = services.find(({ service }) => service.acceptsRequests === true)?.service.name;
/** Every service there is. */
export const SERVICES: readonly string[] = [...FILES.keys()];

/** So long after Redis refused it, in ms, a process that starts may still end by that. */
const TELLS_WITHIN_MS = 5_000;

/**
 * Every service as processes of its own, started again whenever one dies. Of the gateway there is
 * one: it has the port.
 */
export class Fleet {
  readonly #env: NodeJS.ProcessEnv;
  readonly #mayRefuse: (since: number) => boolean;
  readonly #random = dice("fleet");
  /** Of each service, by instance. */
  readonly #processes = new Map<string, ChildProcess[]>();
  #stopping = false;
  /** Processes that ended without being killed here. */
  readonly crashes: string[] = [];
  readonly #killed = new WeakSet<ChildProcess>();

  /**
   * `mayRefuse`: whether Redis was such at some time since then (ms since 1970) that who started
   * may have refused to go on (with code 1, and is started again).
   */
  constructor(env: NodeJS.ProcessEnv, instances: number, mayRefuse: (since: number) => boolean) {
    this.#env = env;
    this.#mayRefuse = mayRefuse;
    // However this run ends, nothing of it stays behind.
    process.on("exit", () => {
      for (const child of this.#all()) child.kill("SIGKILL");
    });
    for (const [name, file] of FILES) {
      for (let instance = 0; instance < (name === DOOR ? 1 : instances); instance += 1)
        this.#start(name, file, instance);
    }
  }

  /** SIGKILL to one of the service's processes; false when that had not come up again yet. */
  kill(name: string): boolean {
    const child = this.#pick(name);
    if (child === undefined) return false;
    this.#killed.add(child);
    return child.kill("SIGKILL");
  }

  /**
   * Stops one of the service's processes in mid-breath for so long, as a swapping or paused machine
   * does.
   */
  async freeze(name: string, ms: number): Promise<void> {
    const child = this.#pick(name);
    if (child === undefined || !child.kill("SIGSTOP")) return;
    await sleep(ms);
    child.kill("SIGCONT");
  }

  /**
   * Lets one of the service's processes open no file and no connection more for so long. Linux
   * alone; needs `prlimit`.
   */
  async starve(name: string, ms: number): Promise<void> {
    const { pid } = this.#pick(name) ?? {};
    if (pid === undefined) return;
    const open = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const limit = (files: string) => promisify(execFile)("prlimit", ["--pid", String(pid), `--nofile=${files}:`]);
    try {
      await limit(String(open.length));
      await sleep(ms);
      const [, most = ""] = /^Max open files +\d+ +(\d+)/m.exec(await readFile(`/proc/${pid}/limits`, "utf8")) ?? [];
      await limit(most);
    } catch {
      // It was killed meanwhile: who comes after it starves no more.
    }
  }

  #pick(name: string): ChildProcess | undefined {
    const processes = this.#processes.get(name) ?? [];
    const child = processes[Math.floor(this.#random() * processes.length)];
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

  #start(name: string, file: string, instance: number): void {
    const child = spawn(process.execPath, [file], {
      env: this.#env,
      stdio: ["ignore", "inherit", "inherit"],
    });
    const processes = this.#processes.get(name) ?? [];
    const startedAt = Date.now();
    processes[instance] = child;
    this.#processes.set(name, processes);
    child.once("exit", (code, signal) => {
      if (this.#stopping) return;
      const refused = code === 1 && this.#mayRefuse(Math.max(startedAt, Date.now() - TELLS_WITHIN_MS));
      if (!this.#killed.has(child) && !refused) this.crashes.push(`${name}: code ${code}, ${signal}`);
      setTimeout(() => this.#stopping || this.#start(name, file, instance), 100);
    });
  }
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
