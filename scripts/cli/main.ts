import { addEnvFile } from "../../shared/platform/config/env-file.ts";
import { EXIT } from "./exit.ts";
import { endedBy, run } from "./run.ts";
import { createTerminal } from "./terminal.ts";

// `npx --no guchi`: runs one command and ends with its code.
const interrupted = new AbortController();
// Ctrl-C may come twice: from the terminal, and from whoever started us and passes it on.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupted.abort());
// Who reads our output may go away (`npx --no guchi list | head`).
process.stdout.on("error", () => process.exit(EXIT.ok));

const terminal = createTerminal();
try {
  addEnvFile();
  process.exitCode = await run(process.argv.slice(2), interrupted.signal, terminal);
} catch (error) {
  process.exitCode = endedBy(error, interrupted.signal, terminal);
}
