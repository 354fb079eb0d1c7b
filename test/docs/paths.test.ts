import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { it } from "node:test";

const ROOT = join(import.meta.dirname, "..", "..");
const PATH = /`((?:services|shared|scripts|test|examples|client|docs|deploy|bench)[/][^`\s]+)`/g;
/** Placeholders, patterns, folders that a reader is to make, and what the set-up installs. */
const NOT_HERE = /NAME|[*{<…]|^examples\/(?:shout|pigeon)\b|^services\/tts\/voices\b/;

it("every file that a page names is there", async () => {
  let found = 0;
  const missing: string[] = [];
  for await (const page of glob("**/*.md", { cwd: ROOT, exclude: (path) => /node_modules|\.data/.test(path) })) {
    const text = await readFile(join(ROOT, page), "utf8");
    const named = [...text.matchAll(PATH)].map(([, path = ""]) => path).filter((path) => !NOT_HERE.test(path));
    found += named.length;
    missing.push(...named.filter((path) => !existsSync(join(ROOT, path))).map((path) => `${page}: ${path}`));
  }
  assert.deepEqual(missing, []);
  assert.ok(found > 100, `only ${found} paths were found`);
});
