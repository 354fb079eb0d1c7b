import { mkdir, mkdtemp, readdir, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..");
/** What a clone has for itself: an .env would be this machine's, and the data another Guchi's. */
const OWN = new Set(["examples", "tsconfig.json", ".env", ".data", ".git"]);

/**
 * A folder that looks like a clone of the repository with no examples; the rest are links. Its
 * `tsc` checks `examples`.
 */
export async function cloneWithoutExamples(): Promise<string> {
  const clone = await mkdtemp(join(tmpdir(), "guchi-clone-"));
  const entries = (await readdir(ROOT)).filter((entry) => !OWN.has(entry));
  await Promise.all(entries.map((entry) => symlink(join(ROOT, entry), join(clone, entry))));
  await mkdir(join(clone, "examples"));
  await writeFile(
    join(clone, "tsconfig.json"),
    JSON.stringify({ extends: join(ROOT, "tsconfig.json"), include: ["examples"] }),
  );
  return clone;
}
