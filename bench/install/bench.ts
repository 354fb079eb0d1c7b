import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import Type from "typebox";
import { parseAs } from "../../shared/chain/schema.ts";
import { report } from "../report.ts";

/**
 * What an installation takes on disk without development tools and without the Node that comes
 * along: the packages of package-lock.json that are not `dev`, as they lie in node_modules.
 */
const ROOT = join(import.meta.dirname, "../..");
const MB = 1_000_000;
/** Told one by one. */
const LARGEST = 12;

const Lock = Type.Object({
  packages: Type.Record(
    Type.String(),
    Type.Object({ dev: Type.Optional(Type.Boolean()), link: Type.Optional(Type.Boolean()) }),
  ),
});
const { packages } = parseAs(Lock, JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8")));
const paths = Object.entries(packages)
  .filter(([path, { dev, link }]) => path.startsWith("node_modules/") && dev !== true && link !== true)
  .map(([path]) => path);
const sizes = await Promise.all(paths.map(async (path) => ({ path, bytes: await sizeOf(join(ROOT, path)) })));
for (const { path, bytes } of sizes.toSorted((a, b) => b.bytes - a.bytes).slice(0, LARGEST)) {
  console.log(`${(bytes / MB).toFixed(0).padStart(5)} MB  ${path}`);
}
const all = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
report([
  { what: "node_modules without node and dev tools", unit: "MB", ours: all / MB, goal: { most: 300 } },
  { what: "packages", unit: "packages", ours: sizes.filter(({ bytes }) => bytes > 0).length },
]);

/** What its files take, in blocks of the disk; those of packages within it are counted there. */
async function sizeOf(folder: string): Promise<number> {
  // One for another system is not installed.
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const each = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? 0 : sizeOf(path);
    return (await stat(path).catch(() => ({ blocks: 0 }))).blocks * 512;
  });
  return (await Promise.all(each)).reduce((sum, bytes) => sum + bytes, 0);
}
