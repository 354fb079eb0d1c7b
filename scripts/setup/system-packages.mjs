import { spawnSync } from "node:child_process";

/**
 * Installs packages by apt or Homebrew where that needs no password, and tells no one when it could
 * not: whoever needs them looks for them again.
 *
 * @param {{ apt: readonly string[], brew: readonly string[] }} packages
 */
export function installSystemPackages({ apt, brew }) {
  if (has("apt-get")) installByApt(apt);
  else if (has("brew")) succeeds(["brew", "install", ...brew]);
}

/** @param {readonly string[]} packages */
function installByApt(packages) {
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  if (asRoot.length > 0 && !succeeds(["sudo", "-n", "true"])) return;
  // RUNLEVEL=1 keeps a package from starting its service: we start our own Redis.
  const env = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"];
  const get = [...asRoot, ...env, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"];
  const wanted = ["install", "-y", "--no-install-recommends", ...packages];
  // The package list may be missing or old; then it is fetched and the install tried again.
  if (!succeeds([...get, ...wanted]) && succeeds([...get, "update"])) succeeds([...get, ...wanted]);
}

/** @param {string} command */
function has(command) {
  return spawnSync(command, ["--version"], { stdio: "ignore" }).error === undefined;
}

/** @param {readonly string[]} words */
function succeeds([command = "", ...args]) {
  return spawnSync(command, args, { stdio: ["ignore", 2, 2] }).status === 0;
}
