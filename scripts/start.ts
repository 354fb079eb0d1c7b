import { ConfigError } from "../shared/platform/config/config-error.ts";
import { addEnvFile } from "../shared/platform/config/env-file.ts";
import { misspeltProblems } from "../shared/platform/config/misspelt.ts";
import { extensionsOf, requireSettings } from "../shared/platform/service/environment.ts";
import { loadInstallation } from "../shared/platform/service/load.ts";
import { StartError } from "../shared/platform/service/start-error.ts";
import { openToLan } from "./start/lan.ts";
import { startSystem } from "./start/system.ts";

const PARENT_CHECK_MS = 500;

/**
 * `npm start`: Redis, every service as a process of its own, and one banner; with `--lan` for the
 * phones in this network, too. Ends in order on SIGINT and SIGTERM.
 */
async function main(fileNames: readonly string[], options: readonly string[]): Promise<void> {
  const isForLan = options.includes("--lan");
  const strange = options.find((option) => option !== "--lan");
  if (strange !== undefined) throw new StartError(`npm start takes --lan alone, not ${strange}`);
  if (isForLan) openToLan(process.env);
  const stopping = Promise.withResolvers<void>();
  // Ctrl-C reaches npm and this process, and npm passes it on: one signal or three mean the same.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.resolve());
  watchParent(() => stopping.resolve());
  // A bad one is refused once, not by every process.
  const loaded = await loadInstallation(extensionsOf(process.env));
  requireSettings(
    loaded.services.map(({ service }) => service),
    misspeltProblems(fileNames, Object.keys(loaded.variables)),
  );
  const system = await startSystem(loaded, stopping.promise, { isForLan });
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
  await main(addEnvFile(), process.argv.slice(2));
  process.exit(0);
} catch (error) {
  if (error instanceof ConfigError) for (const problem of error.problems) console.error(`Guchi: ${problem}`);
  else console.error(error instanceof StartError ? `Guchi: ${error.message}` : error);
  process.exit(1);
}
