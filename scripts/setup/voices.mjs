import { existsSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fetchMei, hasMei } from "./mei.mjs";
import { installSystemPackages } from "./system-packages.mjs";

/**
 * Her Japanese voice, and the English one; Homebrew has no Festival. The Dockerfile installs the
 * same.
 */
const PACKAGES = {
  apt: ["open-jtalk", "open-jtalk-mecab-naist-jdic", "festival", "festvox-us-slt-hts"],
  brew: ["open-jtalk"],
};
/**
 * Written when the install was tried: on a machine without rights or network it is not tried at
 * each start.
 */
const MARK = join(import.meta.dirname, "..", "..", "node_modules", ".guchi-voices");
const TRY_AGAIN_MS = 24 * 60 * 60 * 1_000;

/**
 * Sees to it that the voices are there, where that needs no password. Never throws: without them
 * espeak-ng speaks, and the banner says how to get them.
 */
export function ensureVoices() {
  const packages = isOnPath("open_jtalk") && (isOnPath("festival") || process.platform === "darwin");
  if ((packages && hasMei()) || wasTriedToday()) return;
  try {
    writeFileSync(MARK, "");
    if (!packages) {
      console.error("Guchi: her voice is not installed; installing it (once, 145 MB) …");
      installSystemPackages(PACKAGES);
    }
    if (isOnPath("open_jtalk") && !hasMei()) fetchMei();
  } catch (error) {
    console.error("Guchi: her voice could not be installed;", error instanceof Error ? error.message : error);
  }
}

/** @param {string} command */
function isOnPath(command) {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .some((folder) => folder !== "" && existsSync(join(folder, command)));
}

function wasTriedToday() {
  return Date.now() - (statSync(MARK, { throwIfNoEntry: false })?.mtimeMs ?? 0) < TRY_AGAIN_MS;
}
