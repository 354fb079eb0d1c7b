import type { spawn as Spawn } from "node:child_process";
import { chmod, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SETUP = join(import.meta.dirname, "..", "..", "scripts", "setup.mjs");

/** Runs the set-up with a PATH on which the only redis-server says that it is version 5.0.7. */
export async function checkServers(spawn: typeof Spawn): Promise<{ code: number | null; output: string }> {
  const bin = await mkdtemp(join(tmpdir(), "guchi-bin-"));
  const old = join(bin, "redis-server");
  await writeFile(old, '#!/bin/sh\necho "Redis server v=5.0.7 sha=00000000:0 malloc=jemalloc bits=64"\n');
  await chmod(old, 0o755);
  await symlink(process.execPath, join(bin, "node"));
  const child = spawn("node", [SETUP], {
    env: { PATH: `${bin}:/bin`, REDIS_URL: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  await rm(bin, { recursive: true });
  return { code, output };
}
