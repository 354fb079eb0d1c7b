// Plain JavaScript without packages: the set-up runs it on whatever Node the machine has, before
// anything is installed.
import { spawnSync } from "node:child_process";

const NAMES = ["redis-server", "valkey-server"];
const MIN_MAJOR = 6;
const MIN_MINOR = 2;

/**
 * The first `redis-server` or `valkey-server` >= 6.2 on PATH, and those that were found too old.
 *
 * @returns {{ server?: { command: string, version: string }, tooOld: { command: string, version:
 * string }[] }}
 */
export function findRedisServer() {
  const tooOld = [];
  for (const command of NAMES) {
    const { status, stdout } = spawnSync(command, ["--version"], { encoding: "utf8" });
    const version = /\bv=(\d+\.\d+\.\d+)/.exec(stdout ?? "")?.[1];
    if (status !== 0 || version === undefined) continue;
    if (isOldRedis(version)) tooOld.push({ command, version });
    else return { server: { command, version }, tooOld };
  }
  return { tooOld };
}

/**
 * Whether a version such as `7.0.15` lacks what BullMQ 6 needs (6.2). A version that cannot be read
 * is not called old.
 *
 * @param {string} version
 */
export function isOldRedis(version) {
  const [major = Number.NaN, minor = Number.NaN] = version.split(".").map(Number);
  return major < MIN_MAJOR || (major === MIN_MAJOR && minor < MIN_MINOR);
}
