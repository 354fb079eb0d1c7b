import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../../shared/chain/testing/until.ts";
import type { Machine } from "./network.ts";

const ALL = join(import.meta.dirname, "..", "..", "services", "all.ts");
const PORT = 3_000;
/** Two hosts start on two cores that others use, too. */
const START_MS = 180_000;
/** They end by force within 12 s; on cores that others use, a look at the clock can be late. */
const STOP_MS = 60_000;

/** A machine with a gateway and every stage, and a disk of its own. */
export class Host {
  readonly machine: Machine;
  readonly #env: NodeJS.ProcessEnv;
  readonly #dir: string;
  #process: ChildProcess | undefined;
  /** What went wrong with it by itself. */
  readonly crashes: string[] = [];

  constructor(machine: Machine, env: NodeJS.ProcessEnv, dir: string) {
    this.machine = machine;
    this.#env = env;
    this.#dir = join(dir, machine.name);
  }

  /** Where its gateway listens. */
  get target() {
    return { host: this.machine.address, port: PORT };
  }

  get url(): string {
    return `http://${this.machine.address}:${PORT}`;
  }

  async start(): Promise<void> {
    await mkdir(this.#dir, { recursive: true });
    const env = { ...this.#env, PORT: String(PORT), HOST: "0.0.0.0", DATA_DIR: this.#dir };
    const child = this.machine.spawn(process.execPath, [ALL], env, ["ignore", "inherit", "inherit"]);
    this.#process = child;
    child.once("exit", (code, signal) => {
      if (this.#process === child) this.crashes.push(`${this.machine.name}: code ${code}, ${signal}`);
    });
    await this.ready();
  }

  /** Until its gateway takes work, as far as we can tell from outside. */
  async ready(): Promise<void> {
    const look = async () => (await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
    await until(`${this.machine.name} to be ready`, () => look().catch(() => false), START_MS);
  }

  /** Cuts it off for so long. */
  async cutOff(ms: number): Promise<void> {
    await this.machine.unplug();
    await sleep(ms);
    await this.machine.plugIn();
  }

  /** Stops it in mid-breath for so long. */
  async freeze(ms: number): Promise<void> {
    this.#process?.kill("SIGSTOP");
    await sleep(ms);
    this.#process?.kill("SIGCONT");
  }

  /** Ends it in order, as a deployment does. */
  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined) return;
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    const late = sleep(STOP_MS, ["late"], { ref: false });
    const [code] = await Promise.race([exited, late]);
    if (code === "late") throw new Error(`${this.machine.name} does not stop`);
  }
}
