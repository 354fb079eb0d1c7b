import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";

const MAX_LOG_READ_BYTES = 16_384;

/** What Redis says of a file that it cannot read, at the level of warnings. */
const DAMAGED =
  /# .*(Bad file format|Unexpected end of file|Unrecoverable error|Invalid AOF manifest|AOF .*(doesn't exist|failed)|Short read|RDB.*(error|corrupt))/i;

interface Failure {
  /** The server's command, such as `redis-server`. */
  readonly command: string;
  /** Its working directory. */
  readonly dir: string;
  /** How its process ended. */
  readonly how: string;
  readonly log: string;
  /** Where in the log, in bytes, that begins what it wrote itself. */
  readonly logged: number;
}

/**
 * Why an embedded Redis did not start, in one sentence, with what to do where its file is damaged.
 */
export async function startFailure({ command, dir, how, log, logged }: Failure): Promise<string> {
  const said = await lastLine(log, logged);
  if (!DAMAGED.test(said)) return `The embedded ${command} did not start (${how}): ${said}`;
  const folder = join(dir, "appendonlydir");
  // Before Redis 7 it is one file.
  const file = existsSync(folder) ? join(folder, "appendonly.aof.manifest") : join(dir, "appendonly.aof");
  const check = `${command.replace("-server", "-check-aof")} --fix ${file}`;
  return `The append-only file in ${dirname(file)} is damaged: copy this folder, then run \`${check}\`, which drops what is behind the damage, and start again. (${said})`;
}

/** The last line of a log that was written behind its byte `from`. */
async function lastLine(log: string, from: number): Promise<string> {
  const file = await open(log).catch(() => undefined);
  if (file === undefined) return "it wrote no log";
  try {
    const { size } = await file.stat();
    const length = Math.min(size - from, MAX_LOG_READ_BYTES);
    const { buffer } = await file.read(Buffer.alloc(Math.max(0, length)), 0, Math.max(0, length), size - length);
    return buffer.toString().trim().split("\n").at(-1) || "it was ended before it said why";
  } finally {
    await file.close();
  }
}
