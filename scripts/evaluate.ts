import { spawnSync } from "node:child_process";
import { join } from "node:path";

/**
 * `npm run evaluate`: every measure on sets of our own, one part after the other, with the same
 * arguments.
 */
const PARTS = [
  "services/sentiment/evaluation/evaluate.ts",
  "services/persona/evaluation/evaluate.ts",
  "scripts/contact-sheet/evaluate.ts",
  "services/tts/evaluation/evaluate.ts",
];

for (const part of PARTS) {
  const file = join(import.meta.dirname, "..", part);
  const { status } = spawnSync(process.execPath, [file, ...process.argv.slice(2)], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
