import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { keysOf, startTestRedis } from "./testing/redis.ts";

test("the README's pipeline runs, in as many lines as it says", async (t) => {
  const [, code = ""] = /```ts\n(.*?)```/s.exec(await readFile(join(import.meta.dirname, "README.md"), "utf8")) ?? [];
  const statements = code.split("\n").filter((line) => line !== "" && !line.startsWith("import"));
  assert.ok(statements.length <= 20, `${statements.length} lines`);
  const redis = await startTestRedis();
  t.after(() => redis.stop());
  const dir = await mkdtemp(join(import.meta.dirname, ".readme-")); // where the package is found
  t.after(() => rm(dir, { recursive: true }));
  await writeFile(join(dir, "loud.ts"), code);
  const env = { ...process.env, REDIS_URL: redis.url };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(dir, "loud.ts")], { env });
  assert.equal(stdout, "{ letters: 6 }\n");
  assert.equal(stderr, "");
  const keys = await keysOf(redis.connect());
  assert.ok(keys.length > 0 && keys.every((key) => key.startsWith("chain:")), keys.join(" "));
});
