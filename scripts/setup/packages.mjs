import { spawn } from "node:child_process";
import { once } from "node:events";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");
const LOCKFILE = join(ROOT, "package-lock.json");
/**
 * Written into node_modules when an install is complete: the hash of the lockfile that it followed.
 */
const MARK = join(ROOT, "node_modules", ".guchi-lockfile");

/** How often it says that it goes on, in ms. */
const TOLD_EVERY_MS = 10_000;

/**
 * Installs what the lockfile says when it says something new. Throws Error with one sentence when
 * npm fails.
 */
export async function installPackages() {
  const wanted = createHash("sha256").update(readFileSync(LOCKFILE)).digest("hex");
  if (existsSync(MARK) && readFileSync(MARK, "utf8") === wanted) return;
  console.error("Guchi: installing packages (once, about a minute) …");
  // Not from node_modules/.bin: `npm ci` empties that folder, and the Node that runs npm must
  // outlive it.
  const path = (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((entry) => !entry.endsWith(join("node_modules", ".bin")))
    .join(delimiter);
  const startedAt = Date.now();
  const told = setInterval(() => {
    console.error(`Guchi: still installing packages, ${Math.round((Date.now() - startedAt) / 1_000)} s …`);
  }, TOLD_EVERY_MS);
  const npm = spawn("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: ROOT,
    // Development packages are needed (Node 24 is one), whatever NODE_ENV says.
    env: { ...process.env, PATH: path, NODE_ENV: "development" },
    stdio: ["ignore", 2, 2],
  });
  const [status] = await once(npm, "close").catch(() => [-1]);
  clearInterval(told);
  if (status !== 0) {
    throw new Error("Guchi: `npm ci` failed; the lines above say why. Is the npm registry within reach?");
  }
  writeFileSync(MARK, wanted);
}
