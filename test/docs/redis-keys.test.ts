import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { guestKeys } from "../../services/gateway/guests/keys.ts";
import { healthKeys } from "../../services/gateway/health/keys.ts";
import { lineKeys } from "../../services/line/keys.ts";
import { loadKeys } from "../../shared/platform/load/keys.ts";
import { memoryKeys } from "../../shared/contracts/memory/keys.ts";
import { keys } from "../../shared/platform/redis/keys.ts";
import { budgetKeys } from "../../shared/providers/keys.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** File → the keys that it builds. The engine's are in the platform's, under the prefix. */
const BUILT: Readonly<Record<string, object>> = {
  "services/gateway/guests/keys.ts": guestKeys,
  "services/gateway/health/keys.ts": healthKeys,
  "services/line/keys.ts": lineKeys,
  "shared/chain/redis/keys.ts": {},
  "shared/contracts/memory/keys.ts": memoryKeys,
  "shared/platform/load/keys.ts": loadKeys,
  "shared/platform/redis/keys.ts": keys,
  "shared/providers/keys.ts": budgetKeys,
};

test("docs/architecture.md has a row for every Redis key, and none for a key that nobody builds", async () => {
  const files: string[] = [];
  for await (const file of glob("{shared,services}/**/keys.ts", {
    cwd: ROOT,
    exclude: (path) => /node_modules/.test(path),
  }))
    files.push(file);
  assert.deepEqual(files.toSorted(), Object.keys(BUILT));
  const page = await readFile(join(ROOT, "docs", "architecture.md"), "utf8");
  const rows = page.split("\n").flatMap((line) => {
    const [, cell = ""] = /^\| (`guchi:[^|]+) \|/.exec(line) ?? [];
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, pattern = ""]) => ({ pattern, matches: matcher(pattern) }));
  });
  const built = Object.values(BUILT).flatMap((each) =>
    Object.entries(each)
      .filter(([name]) => name !== "prefix")
      .map(sample),
  );
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
