import { ConfigError } from "@guchi/platform/config/config-error.ts";
import { readSettings } from "@guchi/platform/config/settings.ts";
import { StartError } from "@guchi/platform/service/start-error.ts";
import { createLocalEmbedding } from "../providers/local.ts";
import { service } from "../service.ts";
import { filmsFile, openFilms } from "../start.ts";
import { StoreError } from "../store/store.ts";
import { importFilms, type ImportEvent } from "./import.ts";

/**
 * Imports a file into the films in the DATA_DIR of this environment; the service may run meanwhile.
 * Throws ConfigError and StartError, one line each.
 */
export async function* importFilmsHere(
  file: string,
  signal: AbortSignal,
  environment: NodeJS.ProcessEnv = process.env,
): AsyncGenerator<ImportEvent> {
  const { DATA_DIR } = readSettings({ settings: service.settings ?? {} }, environment);
  const local = createLocalEmbedding();
  const store = await openFilms(filmsFile(DATA_DIR), local);
  try {
    yield* importFilms({ file, store, local, signal });
  } catch (error) {
    if (error instanceof StoreError || isOfFile(error)) throw new StartError(error.message, { cause: error });
    throw error;
  } finally {
    store.close();
  }
}

function isOfFile(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error;
}

/** How far an import has come, in one line. */
export function progressText({ bytes, size, lines, stored, bad }: Extract<ImportEvent, { type: "progress" }>): string {
  const done = size === 0 ? 1 : bytes / size;
  const bar = "█".repeat(Math.round(done * 20)).padEnd(20, "░");
  return `${bar} ${Math.floor(done * 100)} %  ${lines} lines, ${stored} films${bad === 0 ? "" : `, ${bad} bad`}`;
}

/**
 * `node services/movies/import/import-here.ts FILE`: the same as
 * `npx --no guchi movies import FILE`, where only the image is at hand.
 */
async function main(file: string): Promise<void> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
  try {
    for await (const event of importFilmsHere(file, stop.signal)) {
      const line = event.type === "bad" ? `line ${event.line}: ${event.reason}` : progressText(event);
      process.stderr.write(`${line}\n`);
    }
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

if (import.meta.main) await main(process.argv[2] ?? "");
