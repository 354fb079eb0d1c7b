import assert from "node:assert/strict";
import fs, { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { keys } from "../redis/keys.ts";
import { startTestRedis, type TestRedis } from "@guchi/chain/testing/redis.ts";
import { until } from "@guchi/chain/testing/until.ts";
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

  it("that know one folder know it by one id, also where there are no hard links", async (t) => {
    const link = t.mock.method(fs, "link", async () => {
      throw Object.assign(new Error("no hard links"), { code: "EPERM" });
    });
    syncBuiltinESMExports();
    t.after(() => {
      link.mock.restore();
      syncBuiltinESMExports();
    });
    const folder = join(dir, "smb");
    const ids = await Promise.all(Array.from({ length: 20 }, () => new FsMediaStore(folder).id()));
    assert.equal(new Set(ids).size, 1);
    assert.deepEqual(await readdir(folder), [".guchi-store"], "nothing else is left there");
  });

  it("wait for the id that another one is about to write", async () => {
    const folder = join(dir, "half-made");
    await mkdir(folder);
    await writeFile(join(folder, ".guchi-store"), "");
    const id = new FsMediaStore(folder).id();
    assert.equal(await Promise.race([id, sleep(50, "waits")]), "waits");
    await writeFile(join(folder, ".guchi-store"), "its id");
    assert.equal(await id, "its id");
  });

  it("start where the folder cannot be written, with a warning, and look again", async () => {
    await writeFile(join(dir, "file"), "");
    const warnings = await start("file");
    assert.match(warnings[0] ?? "", /media stores not looked at/);
    await rm(join(dir, "file"));
    await until("the store to be told of", async () => (await server.connect().zcard(keys.mediaStores)) === 1);
  });
});
