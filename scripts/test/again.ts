import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { relative } from "node:path";

/** What the last run left: see failed-files.ts. */
const FAILED = "node_modules/.failed-tests";
/** More files than this fail because something is broken. */
const MOST_FILES = 3;

/** Longest time for one test, in ms; what hung once may hang again. */
const MOST_MS = 600_000;

/**
 * `npm run test:again`, after a run that failed: the files in which a test did, once more and one
 * after the other. Exit code 1 if one fails again, if there were many, or if it is not known which:
 * the run itself broke, or a suite did that several files share.
 */
const written = await readFile(FAILED, "utf8").catch(() => "");
// A later command that does not come to its tests must not find it.
await rm(FAILED, { force: true });
const files = written.split("\n").flatMap((file) => (file === "" ? [] : [relative(process.cwd(), file)]));
if (files.length === 0 || files.length > MOST_FILES || !files.every((file) => file.endsWith(".test.ts"))) {
  console.error(`Not run again: ${files.join(", ")}`);
  process.exit(1);
}
console.error(`FAILED, AND RUN ONCE MORE ALONE: ${files.join(", ")}`);
const args = [
  "--test",
  `--test-timeout=${MOST_MS}`,
  "--import",
  "./test/support/end-file.ts",
  "--test-concurrency=1",
  ...files,
];
const child = spawn(process.execPath, args, { stdio: "inherit" });
const [code] = await once(child, "exit");
if (code === 0) console.error(`PASSED THE SECOND TIME, so they depend on chance or time: ${files.join(", ")}`);
process.exitCode = code === 0 ? 0 : 1;
