import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { FsMediaStore } from "./fs-store.ts";
import { isGoodSignature, signMedia } from "./sign.ts";
import { newMediaKey, parseMediaKey } from "./store.ts";

describe("a media key", () => {
  it("cannot be guessed and tells its type", () => {
    const all = new Set(Array.from({ length: 100 }, () => newMediaKey("job-1", "image", "jpg")));
    assert.equal(all.size, 100);
    for (const key of all) assert.deepEqual(parseMediaKey(key), { jobId: "job-1", contentType: "image/jpeg" });
  });

  const foreign = ["", "x", "../etc/passwd", "a/../../b", "job/voice-x.mp3", `job/voice-${"A".repeat(22)}.exe`];
  for (const key of [...foreign, `/job/voice-${"A".repeat(22)}.mp3`, `job/voice-${"A".repeat(22)}.mp3\0`]) {
    it(`is not ${JSON.stringify(key)}`, () => assert.equal(parseMediaKey(key), undefined));
  }
});

describe("a signature", () => {
  const now = 1_000_000;
  const key = newMediaKey("job", "voice", "mp3");
  const signed = signMedia("secret", key, now / 1_000 + 1);
  it("is good for its key, its secret and its time only", () => {
    assert.ok(isGoodSignature("secret", key, signed, now));
    assert.ok(!isGoodSignature("other", key, signed, now));
    assert.ok(!isGoodSignature("secret", newMediaKey("job", "voice", "mp3"), signed, now));
    assert.ok(!isGoodSignature("secret", key, { ...signed, exp: signed.exp + 1 }, now));
    assert.ok(!isGoodSignature("secret", key, { ...signed, sig: "" }, now));
    assert.ok(!isGoodSignature("secret", key, signed, now + 1_000));
  });
});

describe("the media store on disk", () => {
  let dir: string;
  let store: FsMediaStore;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "guchi-media-"));
    store = new FsMediaStore(dir);
  });
  after(() => rm(dir, { recursive: true }));

  it("gives back what it keeps, whole or in part, and nothing else", async () => {
    const key = newMediaKey("job-a", "voice", "mp3");
    await store.put(key, Buffer.from("0123456789"));
    assert.deepEqual(await store.info(key), { bytes: 10, contentType: "audio/mpeg" });
    assert.equal(Buffer.concat(await (await store.read(key)).toArray()).toString(), "0123456789");
    assert.equal(Buffer.concat(await (await store.read(key, { start: 3, end: 4 })).toArray()).toString(), "34");
    assert.equal(await store.info(newMediaKey("job-a", "voice", "mp3")), undefined);
    assert.deepEqual((await readdir(join(dir, "job-a"))).length, 1, "no temporary file is left");
    await assert.rejects(store.put("../out.mp3", Buffer.from("x")), RangeError);
  });

  it("removes a job's files, and tells what each keeps and since when", async () => {
    await store.put(newMediaKey("job-b", "image", "jpg"), Buffer.from("x"));
    await store.put(newMediaKey("job-c", "image", "jpg"), Buffer.from("x"));
    await store.put(newMediaKey("job-c", "voice", "mp3"), Buffer.from("xyz"));
    await utimes(join(dir, "job-c"), 1, 1);
    await mkdir(join(dir, ".DS_Store")); // not ours: neither listed nor in the way
    const usage = await store.usage();
    const bytes = new Map(usage.map((each) => [each.job, each.bytes]));
    assert.deepEqual(Object.fromEntries(bytes), { "job-a": 10, "job-b": 1, "job-c": 4 });
    assert.equal(usage.find(({ job }) => job === "job-c")?.writtenAt, 1_000);
    assert.ok(((await store.freeBytes()) ?? 0) > 0);
    await store.removeJob("job-b");
    await store.removeJob("job-b");
    assert.ok(!(await readdir(dir)).includes("job-b"));
    await assert.rejects(store.removeJob(".."), RangeError);
  });
});
