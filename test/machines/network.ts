import { execFile, spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { readlink } from "node:fs/promises";
import { promisify } from "node:util";
import { until } from "../../shared/chain/testing/until.ts";

const run = promisify(execFile);

/** Of util-linux. */
export const UNSHARE = "unshare";
const NSENTER = "nsenter";

const BRIDGE = "switch";
const PREFIX = "10.77.0.";
/** Where the machines find us, and LINE, OpenAI and the receiver of callbacks with us. */
export const OUTSIDE = `${PREFIX}254`;

/** Lays a switch in our own network namespace: only what is plugged into it can be reached. */
export async function laySwitch(): Promise<void> {
  await run("ip", ["link", "set", "lo", "up"]);
  await run("ip", ["link", "add", BRIDGE, "type", "bridge"]);
  await run("ip", ["addr", "add", `${OUTSIDE}/24`, "dev", BRIDGE]);
  await run("ip", ["link", "set", BRIDGE, "up"]);
}

/**
 * A machine: a network and a host name of its own, on the switch by one cable. A process holds
 * them, and they go with it.
 */
export class Machine {
  readonly name: string;
  readonly address: string;
  readonly #namespaces: readonly string[];

  private constructor(name: string, address: string, holder: number) {
    this.name = name;
    this.address = address;
    this.#namespaces = [`--net=/proc/${holder}/ns/net`, `--uts=/proc/${holder}/ns/uts`];
  }

  /** `number`: the last part of its address, 1 to 253. */
  static async start(name: string, number: number): Promise<Machine> {
    const holder = spawn(UNSHARE, ["--net", "--uts", "sleep", "infinity"], { stdio: "ignore" });
    const pid = holder.pid ?? 0;
    const own = await readlink("/proc/self/ns/net");
    await until("a network of its own", async () => (await readlink(`/proc/${pid}/ns/net`)) !== own);
    const machine = new Machine(name, PREFIX + String(number), pid);
    await run("ip", ["link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", String(pid)]);
    await run("ip", ["link", "set", name, "master", BRIDGE]);
    await machine.#run("hostname", name);
    await machine.#run("ip", "addr", "add", `${machine.address}/24`, "dev", "eth0");
    for (const device of ["lo", "eth0"]) await machine.#run("ip", "link", "set", device, "up");
    await machine.plugIn();
    return machine;
  }

  /** Starts a program on it. */
  spawn(command: string, args: readonly string[], env: NodeJS.ProcessEnv, stdio: StdioOptions): ChildProcess {
    return spawn(NSENTER, [...this.#namespaces, command, ...args], { env, stdio });
  }

  /** Pulls its cable: nothing arrives any more, and nothing says so. */
  async unplug(): Promise<void> {
    await run("ip", ["link", "set", this.name, "down"]);
  }

  async plugIn(): Promise<void> {
    await run("ip", ["link", "set", this.name, "up"]);
  }

  async #run(command: string, ...args: readonly string[]): Promise<void> {
    await run(NSENTER, [...this.#namespaces, command, ...args]);
  }
}
