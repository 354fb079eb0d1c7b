import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dashboard } from "./dashboard.ts";

// `npm run dashboard`: writes the file that Grafana imports.
await writeFile(join(import.meta.dirname, "guchi.json"), `${JSON.stringify(dashboard(), undefined, 2)}\n`);
