import { ConfigError, readConfig } from "../shared/platform/config/config.ts";
import { StartError } from "../shared/platform/service/start-error.ts";
import { loadEnvFile } from "../shared/platform/config/env-file.ts";
import { startSystem } from "./start/system.ts";

const PARENT_CHECK_MS = 500;

/**
 * `npm start`: Redis, every service as a process of its own, and one banner. Ends in order on
 * SIGINT and SIGTERM.
 */
async function main(fileNames: readonly string[]): Promise<void> {
  const stopping = Promise.withResolvers<void>();
  // Ctrl-C reaches npm and this process, and npm passes it on: one signal or three mean the same.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.resolve());
  watchParent(() => stopping.resolve());
  const system = await startSystem(readConfig(process.env, fileNames), stopping.promise);
  await stopping.promise;
  await system.stop();
}

/**
 * When npm is killed without a chance to pass the signal on, nobody could end this process any
 * more: then it ends itself.
 */
function watchParent(gone: () => void): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) gone();
  }, PARENT_CHECK_MS);
}

// Who reads our output may go away (`npm start | head`); that is no reason to stop.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

try {
  await main(loadEnvFile());
  process.exit(0);
} catch (error) {
  if (error instanceof ConfigError) for (const problem of error.problems) console.error(`Guchi: ${problem}`);
  else console.error(error instanceof StartError ? `Guchi: ${error.message}` : error);
  process.exit(1);
}
