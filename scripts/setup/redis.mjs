import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findRedisServer } from "../../shared/chain/redis/find-server.mjs";

const HOW_TO = "install Redis or Valkey 6.2 or newer, or set REDIS_URL to one that runs";

/**
 * Sees to it that there is a Redis to use: REDIS_URL, else a server on PATH, else one from the
 * system's packages where that needs no password. Throws Error with one sentence that says what to
 * do.
 */
export function ensureRedisServer() {
  if (redisUrl() !== "") return;
  const { server, tooOld } = findRedisServer();
  if (server !== undefined) return;
  const [old] = tooOld;
  if (old !== undefined) {
    throw new Error(`Guchi: ${old.command} is version ${old.version}, which is too old; ${HOW_TO}.`);
  }
  console.error("Guchi: no redis-server on PATH; installing it …");
  install();
  if (findRedisServer().server === undefined) throw new Error(`Guchi needs a Redis: ${HOW_TO}.`);
}

/** The setting as `npm start` will see it: the environment, else `.env`. */
function redisUrl() {
  const given = process.env["REDIS_URL"];
  if (given !== undefined) return given.trim();
  const file = join(import.meta.dirname, "..", "..", ".env");
  if (!existsSync(file)) return "";
  return (/^\s*(?:export\s+)?REDIS_URL\s*=\s*["']?([^"'\s#]*)/m.exec(readFileSync(file, "utf8"))?.[1] ?? "").trim();
}

function install() {
  if (has("apt-get")) {
    const asRoot = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
    if (asRoot.length > 0 && !succeeds(["sudo", "-n", "true"])) throw new Error(`Guchi needs a Redis: ${HOW_TO}.`);
    // RUNLEVEL=1 keeps the package from starting a Redis of the system's own: we start ours.
    const env = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"];
    const get = [...asRoot, ...env, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"];
    const wanted = ["install", "-y", "--no-install-recommends", "redis-server"];
    // The package list may be missing or old; then it is fetched and the install tried again.
    if (!succeeds([...get, ...wanted]) && succeeds([...get, "update"])) succeeds([...get, ...wanted]);
  } else if (has("brew")) {
    succeeds(["brew", "install", "redis"]);
  }
}

/** @param {string} command */
function has(command) {
  return spawnSync(command, ["--version"], { stdio: "ignore" }).error === undefined;
}

/** @param {readonly string[]} words */
function succeeds([command = "", ...args]) {
  return spawnSync(command, args, { stdio: ["ignore", 2, 2] }).status === 0;
}
