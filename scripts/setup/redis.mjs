import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findRedisServer } from "../../shared/chain/redis/find-server.mjs";
import { installSystemPackages } from "./system-packages.mjs";

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
  installSystemPackages({ apt: ["redis-server"], brew: ["redis"] });
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
