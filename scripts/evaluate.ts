import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** `npm run evaluate`: the measures of each service that has some, with the same arguments. */
const PARTS = ["sentiment", "persona"];

for (const part of PARTS) {
  const file = join(import.meta.dirname, "..", "services", part, "evaluation", "evaluate.ts");
  const { status } = spawnSync(process.execPath, [file, ...process.argv.slice(2)], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
