import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readLogCodes } from "./log-codes/read.ts";
import { logCodesPage } from "./log-codes/text.ts";

const ROOT = join(import.meta.dirname, "..");

// `npm run log-codes`: writes docs/log-codes.md from the lists of the packages.
await writeFile(join(ROOT, "docs", "log-codes.md"), logCodesPage(await readLogCodes(ROOT)));
