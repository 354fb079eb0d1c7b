#!/usr/bin/env node
// `npx --no guchi`. Plain JavaScript without packages: whichever Node is first on PATH reads this,
// and Node 24 of node_modules, which runs the TypeScript, may not be that one.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const RUNS_TYPESCRIPT = 24;
const NODE = join(import.meta.dirname, "..", "node_modules", ".bin", "node");
const EXIT_UNREACHABLE = 5;

if (!existsSync(NODE)) {
  console.error("Guchi is not set up here yet: run `npm start` or `npm ci` first.");
  process.exitCode = EXIT_UNREACHABLE;
} else if (Number(process.versions.node.split(".")[0]) >= RUNS_TYPESCRIPT) {
  await import("./cli/main.ts");
} else {
  const child = spawn(NODE, [join(import.meta.dirname, "cli", "main.ts"), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  // Ctrl-C reaches both, and the child says what becomes of it.
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => child.kill(/** @type {"SIGINT"} */ (signal)));
  }
  child.on("exit", (code, signal) => (process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1)));
}
