import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StartError } from "./start-error.ts";

/**
 * Claims the data directory for this process; resolves to a function that gives it up. A claim of a
 * process that is no longer there is taken over. Throws StartError when another Guchi runs on this
 * directory.
 */
export async function claimDataDir(dataDir: string): Promise<() => Promise<void>> {
  const file = join(dataDir, "guchi.pid");
  try {
    await mkdir(dataDir, { recursive: true });
  } catch (cause) {
    throw new StartError(`DATA_DIR must be a writable directory, and ${dataDir} is not`, { cause });
  }
  const mine = `${file}.${process.pid}`;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      await writeFile(mine, String(process.pid));
      await link(mine, file); // whole or not at all: nobody ever reads a claim without a number
      return () => rm(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw notWritable(dataDir, error);
      const owner = Number(await readFile(file, "utf8").catch(() => ""));
      if (isAlive(owner) && (await isGuchi(owner))) {
        throw new StartError(`DATA_DIR is in use: another Guchi (process ${owner}) runs on ${dataDir}`);
      }
      // Only if nobody took it over meanwhile: then the claim is not stale any more.
      if (Number(await readFile(file, "utf8").catch(() => "")) === owner) await rm(file, { force: true });
    } finally {
      await rm(mine, { force: true });
    }
  }
  throw new StartError(`DATA_DIR is in use: another Guchi is just starting on ${dataDir}`);
}

function notWritable(dataDir: string, cause: unknown): StartError {
  return new StartError(`DATA_DIR must be a writable directory, and ${dataDir} is not`, { cause });
}

/**
 * A process number is used again after a reboot. Where /proc tells, what runs under it must be a
 * Guchi.
 */
async function isGuchi(pid: number): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
  return commandLine === undefined || /(start|all)\.ts/.test(commandLine);
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
