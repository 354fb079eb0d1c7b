import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { StartError } from "../../shared/service/runtime.ts";

/**
 * Claims the data directory for this process; resolves to a function that gives it up. A claim of a process that is no
 * longer there is taken over. Throws StartError when another Guchi runs on this directory.
 */
export async function claimDataDir(dataDir: string): Promise<() => Promise<void>> {
  const file = join(dataDir, "guchi.pid");
  try {
    await mkdir(dataDir, { recursive: true });
  } catch (cause) {
    throw new StartError(`DATA_DIR must be a directory that can be written, and ${dataDir} is not`, { cause });
  }
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const handle = await open(file, "wx");
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw notWritable(dataDir, error);
      const owner = Number(await readFile(file, "utf8").catch(() => ""));
      if (isAlive(owner)) {
        throw new StartError(`DATA_DIR is in use: another Guchi (process ${owner}) runs on ${dataDir}`);
      }
      await rm(file, { force: true });
    }
  }
  throw new StartError(`DATA_DIR is in use: another Guchi is just starting on ${dataDir}`);
}

function notWritable(dataDir: string, cause: unknown): StartError {
  return new StartError(`DATA_DIR must be a directory that can be written, and ${dataDir} is not`, { cause });
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
