import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { FsMediaStore } from "./fs-store.ts";
import { newMediaKey } from "./store.ts";
import { testMediaStore } from "./store.suite.ts";

const dir = await mkdtemp(join(tmpdir(), "guchi-media-"));
after(() => rm(dir, { recursive: true }));

testMediaStore("a folder", async (place) => new FsMediaStore(join(dir, place)));

describe("the media store on disk", () => {
  const root = join(dir, "disk");
  const store = new FsMediaStore(root);

  it("leaves no temporary file, and none of a job that was removed", async () => {
    await store.put(newMediaKey("job-a", "voice", "mp3"), Buffer.from("x"));
    assert.equal((await readdir(join(root, "job-a"))).length, 1);
    await store.removeJob("job-a");
    assert.deepEqual(await readdir(root), []);
  });

  it("tells when a job's folder was last written, and leaves alone what is not ours", async () => {
    await store.put(newMediaKey("job-b", "voice", "mp3"), Buffer.from("x"));
    await utimes(join(root, "job-b"), 1, 1);
    await mkdir(join(root, ".DS_Store"));
    assert.deepEqual(await store.usage(), [{ job: "job-b", bytes: 1, writtenAt: 1_000 }]);
  });
});
