import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "..", "..");

test("docs/architecture.md has a row for every Redis key, and none for a key that nobody builds", async () => {
  const files: string[] = [];
  for await (const file of glob("{shared,services}/**/keys.ts", {
    cwd: ROOT,
    exclude: (path) => /node_modules/.test(path),
  }))
    files.push(file);
  const page = await readFile(join(ROOT, "docs", "architecture.md"), "utf8");
  const rows = page.split("\n").flatMap((line) => {
    const [, cell = ""] = /^\| (`guchi:[^|]+) \|/.exec(line) ?? [];
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, pattern = ""]) => ({ pattern, matches: matcher(pattern) }));
  });
  const built = (await Promise.all(files.map(keysBuiltBy))).flat();
  assert.ok(built.length > 20, `only ${built.length} keys were found`);
  for (const key of built)
    assert.ok(
      rows.some(({ matches }) => matches.test(key)),
      `${key} has a row`,
    );
  for (const { pattern, matches } of rows)
    assert.ok(
      built.some((key) => matches.test(key)),
      `${pattern} is built`,
    );
});

/** A key of each kind that a file exports; its patterns of keys are left out. */
async function keysBuiltBy(file: string): Promise<readonly string[]> {
  const exported: object = await import(join(ROOT, file));
  const tables = Object.values(exported).filter((each) => typeof each === "object" && each !== null);
  return tables
    .flatMap((table: object) => Object.entries(table))
    .filter(([name, key]) => name !== "prefix" && !(key instanceof RegExp))
    .map(sample);
}

function sample([, key]: readonly [string, unknown]): string {
  return typeof key === "function" ? String(key("x", "y")) : String(key);
}

/** What a row's pattern means: `S` is a shard, `<…>` one part of a key, `…` whatever follows. */
function matcher(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[{}]/g, "\\$&")
    .replaceAll("\\{S\\}", "\\{(?:\\d+|x)\\}")
    .replaceAll(/<[^>]+>/g, "[^:]+")
    .replaceAll("…", ".*");
  return new RegExp(`^${source}$`);
}
