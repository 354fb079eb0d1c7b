import { readFile } from "node:fs/promises";

/** What times in /proc/PID/stat count in: USER_HZ is 100 on every Linux. */
const TICKS_PER_SECOND = 100;

/** Proportional set size in bytes of a process and the programs that it runs now. */
export async function memoryOf(pid: number): Promise<number> {
  // The process may have ended.
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  const kilobytes = Number(/^Pss: +(\d+) kB/m.exec(rollup)?.[1] ?? 0);
  const children = await Promise.all((await childrenOf(pid)).map(memoryOf));
  return kilobytes * 1_024 + children.reduce((sum, bytes) => sum + bytes, 0);
}

/** CPU in seconds that a process has used, and the programs that it ran to their end. */
export async function cpuSecondsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // Behind the command's name, which may hold anything: user, system, and both of the children.
  const ticks = stat.slice(stat.lastIndexOf(")")).split(" ").slice(12, 16).map(Number);
  return ticks.reduce((sum, each) => sum + each, 0) / TICKS_PER_SECOND;
}

/** The same of all of these together. */
export async function cpuSecondsOfAll(pids: readonly number[]): Promise<number> {
  const seconds = await Promise.all(pids.map(cpuSecondsOf));
  return seconds.reduce((sum, each) => sum + each, 0);
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return text.split(" ").filter(Boolean).map(Number);
}
