import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { parseSync } from "oxc-parser";

const ROOT = join(import.meta.dirname, "..");
/**
 * Packages of vendors: dozens of MB and tenths of a second, for those who set them up. And others
 * that a start can do without: undici calls back, a fifth of TypeBox does more than check.
 */
const LATE =
  /^(?:openai|@line\/.*|@azure\/.*|@aws-sdk\/.*|@opentelemetry\/.*|bullmq-otel|@fastify\/otel|undici|typebox\/(?:compile|value))(?:\/|$)/;
/** What every start of a service loads; the rest behind `import()` is loaded where it is used. */
const STARTS = ["main.ts", "service.ts", "start.ts"];

describe("a service", async () => {
  for await (const folder of glob("services/*/", { cwd: ROOT })) {
    it(`loads no package of a vendor, and none that can wait, with its start: ${folder}`, async () => {
      const loaded = new Map<string, string>();
      for (const file of STARTS) await follow(join(ROOT, folder, file), loaded);
      assert.ok(loaded.size > 20, `${loaded.size} files`);
      const early = [...loaded].filter(([specifier]) => LATE.test(specifier));
      assert.deepEqual(
        early.map(([specifier, by]) => `${by} imports ${specifier}`),
        [],
      );
    });
  }
});

/** Adds what a file imports at once, however far away, with one of those that import it. */
async function follow(file: string, loaded: Map<string, string>): Promise<void> {
  const { module, errors } = parseSync(file, await readFile(file, "utf8"));
  assert.deepEqual(errors, []);
  const imported = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    isType: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  const exported = module.staticExports
    .flatMap(({ entries }) => entries)
    .map(({ moduleRequest, isType }) => ({ specifier: moduleRequest?.value, isType }));
  for (const { specifier, isType } of [...imported, ...exported]) {
    if (specifier === undefined || isType) continue;
    const path = ownFile(file, specifier);
    if (loaded.has(path ?? specifier)) continue;
    loaded.set(path ?? specifier, file.slice(ROOT.length + 1));
    if (path?.endsWith(".ts")) await follow(path, loaded);
  }
}

/** The file of this repository that is meant; undefined: a package of others. */
function ownFile(file: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return join(dirname(file), specifier);
  const [, name, path] = /^@guchi\/(chain|platform|providers|contracts)\/(.+)$/.exec(specifier) ?? [];
  return name === undefined || path === undefined ? undefined : join(ROOT, "shared", name, path);
}
