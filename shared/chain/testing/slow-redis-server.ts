import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRedisServer } from "../redis/find-server.mjs";

/**
 * Puts a redis-server in front of the PATH of this process that takes 20 ms for each key that it
 * loads, as a big store takes its time. Returns what takes it away again.
 */
export async function slowRedisServer(): Promise<() => Promise<void>> {
  const { PATH } = process.env;
  const real = findRedisServer().server?.command ?? "redis-server";
  const bin = await mkdtemp(join(tmpdir(), "chain-bin-"));
  const file = join(bin, "redis-server");
  const script = [
    "#!/bin/sh",
    `PATH='${PATH}'`,
    `[ "$1" = --version ] && exec ${real} --version`,
    `exec ${real} "$@" --key-load-delay 20000 --loading-process-events-interval-bytes 1024`,
  ];
  await writeFile(file, `${script.join("\n")}\n`);
  await chmod(file, 0o755);
  process.env["PATH"] = `${bin}:${PATH}`;
  return async () => {
    process.env["PATH"] = PATH;
    await rm(bin, { recursive: true });
  };
}
