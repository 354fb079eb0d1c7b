import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { allFiles } from "./manifests/all.ts";
import { readFacts } from "./manifests/facts.ts";

const ROOT = join(import.meta.dirname, "..");
const FOLDER = join(import.meta.dirname, "kubernetes");

/** `npm run kubernetes`: writes deploy/kubernetes from what services declare. */
async function main(): Promise<void> {
  const files = allFiles(await readFacts(ROOT));
  await rm(FOLDER, { recursive: true, force: true });
  for (const [file, text] of files) {
    const path = join(FOLDER, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

await main();
