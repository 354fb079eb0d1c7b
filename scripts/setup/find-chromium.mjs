// Plain JavaScript without packages: a set-up runs it, too.
import { spawnSync } from "node:child_process";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/**
 * A Chromium to test the pages with: CHROMIUM_PATH, or the first one on PATH that answers.
 *
 * @returns {string | undefined}
 */
export function findChromium() {
  const given = process.env["CHROMIUM_PATH"] ?? "";
  const names = given === "" ? NAMES : [given];
  return names.map(pathOf).find((path) => path !== undefined);
}

/** @param {string} name */
function pathOf(name) {
  const { status, stdout } = spawnSync("sh", ["-c", 'command -v -- "$0"', name], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}
