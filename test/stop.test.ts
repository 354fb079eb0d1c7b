import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { test } from "node:test";
import { newDataDir, startSystem } from "./support/system.ts";

test(
  "npm start stops within 12 s although its Redis hangs, and leaves nothing behind",
  { timeout: 120_000 },
  async () => {
    const dataDir = await newDataDir();
    const system = await startSystem(dataDir);
    const [redis = assert.fail()] = await system.processes("redis-server");
    process.kill(redis, "SIGSTOP");
    const begun = performance.now();
    const code = await system.stop();
    const tookMs = performance.now() - begun;
    assert.equal(code, 0);
    assert.ok(tookMs < 12_500, `it took ${tookMs} ms`); // npm itself takes a while
    assert.deepEqual(await system.processes(""), []);
    assert.throws(() => process.kill(redis, 0), /ESRCH/);
    await rm(dataDir, { recursive: true });
  },
);
