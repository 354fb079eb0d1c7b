import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { pino } from "pino";
import { startTestRedis, type TestRedis } from "../testing/redis.ts";
import { until } from "../testing/until.ts";
import { FsMediaStore } from "./fs-store.ts";
import { watchStores } from "./shared-store.ts";

describe("processes on one Redis", () => {
  let server: TestRedis;
  let dir: string;
  const ends: (() => void)[] = [];
  before(async () => {
    server = await startTestRedis();
    dir = await mkdtemp(join(tmpdir(), "guchi-media-"));
  });
  beforeEach(async () => {
    for (const end of ends.splice(0)) end();
    await server.connect().flushall();
  });
  after(async () => {
    for (const end of ends) end();
    await server.stop();
    await rm(dir, { recursive: true });
  });

  /** What a process warns of whose media lie in this folder. */
  const start = async (folder: string) => {
    const warnings: string[] = [];
    const log = pino({ level: "warn" }, { write: (line) => void warnings.push(line) });
    const media = new FsMediaStore(join(dir, folder));
    ends.push(await watchStores({ redis: server.connect(), media, log, tellEveryMs: 20 }));
    return warnings;
  };

  it("that share their media warn of nothing", async () => {
    const started = await Promise.all([start("a"), start("a"), start("a")]);
    assert.deepEqual(started.flat(), []);
  });

  it("that do not share them say so once, whichever came first", async () => {
    const first = await start("a");
    assert.deepEqual(first, []);
    const second = await start("b");
    assert.equal(second.length, 1);
    assert.match(second[0] ?? "", /media are not shared/);
    await until("the first to say so", () => first.length > 0);
    await start("a");
    assert.deepEqual([first.length, second.length], [1, 1]);
  });
});
