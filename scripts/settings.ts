import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadInstallation } from "../shared/platform/service/load.ts";
import { envExample, settingsTable, withTable } from "./settings/text.ts";

const ROOT = join(import.meta.dirname, "..");

/** `npm run settings`: writes `.env.example` and the READMEs' tables from what services declare. */
async function main(): Promise<void> {
  const loaded = await loadInstallation([], ROOT);
  await writeFile(join(ROOT, ".env.example"), envExample(loaded));
  for (const [file, language] of [
    ["README.md", "en"],
    ["README.ja.md", "ja"],
  ] as const) {
    const readme = await readFile(join(ROOT, file), "utf8");
    await writeFile(join(ROOT, file), withTable(readme, settingsTable(loaded, language)));
  }
}

await main();
