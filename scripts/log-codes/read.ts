import { glob } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fits } from "../../shared/chain/schema.ts";
import Type from "typebox";
import type { PackageCodes } from "./text.ts";

/** The engine first, then what stands on it. */
const ORDER = ["shared/chain", "shared/platform", "shared/providers"];

const Exported = Type.Object({
  LOG_CODES: Type.Record(
    Type.String(),
    Type.Object({
      level: Type.Enum(["debug", "info", "warn", "error", "fatal"]),
      means: Type.String(),
      todo: Type.Optional(Type.String()),
    }),
  ),
});

/** The lists of all packages. Throws TypeError for a file that holds none. */
export async function readLogCodes(root: string): Promise<readonly PackageCodes[]> {
  const folders: string[] = [];
  for await (const file of glob("{shared,services}/*/log-codes.ts", { cwd: root })) folders.push(join(file, ".."));
  const sorted = folders.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Promise.all(sorted.map(async (folder) => ({ folder, codes: await codesOf(join(root, folder)) })));
}

function rank(folder: string): number {
  return ORDER.includes(folder) ? ORDER.indexOf(folder) : ORDER.length;
}

async function codesOf(folder: string): Promise<PackageCodes["codes"]> {
  const module: unknown = { ...(await import(pathToFileURL(join(folder, "log-codes.ts")).href)) };
  if (!fits(Exported, module)) throw new TypeError(`${folder}/log-codes.ts exports no LOG_CODES`);
  return module.LOG_CODES;
}
