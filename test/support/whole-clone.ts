import { cp, mkdir, mkdtemp, readdir, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Type from "typebox";
import { parseAs } from "../../shared/chain/schema.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const COPIED = [
  "shared",
  "services",
  "client",
  "scripts",
  "deploy",
  "package.json",
  "package-lock.json",
  "docker-compose.yml",
  "Dockerfile",
  ".dockerignore",
  ".env.example",
  "README.md",
  "README.ja.md",
];
const Package = Type.Object({ name: Type.String() });

/**
 * A clone of the repository in which a test may change any file, with one more service: a copy of
 * `fixture` under services/`name`. The packages of others are links to ours.
 */
export async function cloneWithService(name: string, fixture: string): Promise<string> {
  const clone = await mkdtemp(join(tmpdir(), "guchi-clone-"));
  await Promise.all(
    COPIED.map((entry) => cp(join(ROOT, entry), join(clone, entry), { recursive: true, filter: isOurs })),
  );
  await cp(fixture, join(clone, "services", name), { recursive: true });
  await linkPackages(clone);
  return clone;
}

function isOurs(path: string): boolean {
  return !path.endsWith("node_modules");
}

/** As npm links them: each workspace under its name. */
async function linkPackages(clone: string): Promise<void> {
  const modules = join(clone, "node_modules");
  await mkdir(join(modules, "@guchi"), { recursive: true });
  const others = (await readdir(join(ROOT, "node_modules"))).filter((entry) => entry !== "@guchi");
  await Promise.all(others.map((entry) => symlink(join(ROOT, "node_modules", entry), join(modules, entry))));
  for (const parent of ["shared", "services", "."]) {
    for (const folder of await readdir(join(clone, parent))) {
      const path = join(clone, parent, folder);
      const text = await readFile(join(path, "package.json"), "utf8").catch(() => undefined);
      if (text !== undefined) await symlink(path, join(modules, parseAs(Package, JSON.parse(text)).name));
    }
  }
}
