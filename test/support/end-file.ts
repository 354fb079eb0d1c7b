import { after } from "node:test";

/** How long a file's process may go on after its last test, in ms. */
const LINGER_MS = 10_000;

/**
 * Loaded by `--import`: ends a file's process that something left open keeps alive, as a failed
 * test may. `--test-force-exit` ends it at once, and what it had not reported by then is lost.
 */
if (/\.(?:test|suite)\.ts$/.test(process.argv[1] ?? "")) {
  after(() => {
    setTimeout(() => process.exit(), LINGER_MS).unref();
  });
}
