import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { newMediaKey, type ByteRange, type MediaStore } from "./store.ts";

/**
 * What is relied on of every media store. `create` gives a store of the files that `place` names:
 * none at first, and the same ones for the same place. Every driver's test runs it.
 */
export function testMediaStore(name: string, create: (place: string) => Promise<MediaStore>): void {
  describe(`${name} as a media store`, () => {
    it("gives back what it keeps, whole or in part, also to another process", async () => {
      const key = newMediaKey("job-a", "voice", "mp3");
      await (await create("kept")).put(key, Buffer.from("0123456789"));
      const store = await create("kept");
      assert.deepEqual(await store.info(key), { bytes: 10, contentType: "audio/mpeg" });
      assert.equal(await textOf(store, key), "0123456789");
      assert.equal(await textOf(store, key, { start: 3, end: 4 }), "34");
      assert.equal(await textOf(store, key, { start: 9, end: 9 }), "9");
    });

    it("keeps the last of two files under one key, and one of two at once", async () => {
      const store = await create("twice");
      const key = newMediaKey("job-a", "image", "png");
      await store.put(key, Buffer.from("first"));
      await store.put(key, Buffer.from("2nd"));
      assert.equal(await textOf(store, key), "2nd");
      const [one, two] = ["a".repeat(100_000), "b".repeat(100_000)];
      await Promise.all([one, two].map((text) => store.put(key, Buffer.from(text))));
      assert.ok([one, two].includes(await textOf(store, key)));
    });

    it("knows nothing of a file that is not there, and fails before there is a stream", async () => {
      const store = await create("missing");
      const key = newMediaKey("job-a", "voice", "mp3");
      assert.equal(await store.info(key), undefined);
      await assert.rejects(store.read(key), { code: "media_unavailable", class: "transient" });
      assert.deepEqual(await store.usage(), []);
    });

    it("takes no key and no job from which a path could lead out", async () => {
      const store = await create("outside");
      for (const key of ["../out.mp3", "job/../../out.mp3", "/out.mp3", ""]) {
        await assert.rejects(store.put(key, Buffer.from("x")), RangeError, key);
        await assert.rejects(store.read(key), RangeError, key);
        assert.equal(await store.info(key), undefined, key);
      }
      for (const job of ["..", "", "a/b"]) await assert.rejects(store.removeJob(job), RangeError, job);
    });

    it("tells what each job keeps, and since when, and removes a job's files alone", async () => {
      const store = await create("usage");
      const before = Date.now() - 2_000; // clocks of file systems are coarse
      const removed = newMediaKey("job-b", "image", "jpg");
      await store.put(removed, Buffer.from("x"));
      await store.put(newMediaKey("job-c", "image", "jpg"), Buffer.from("x"));
      await store.put(newMediaKey("job-c", "voice", "mp3"), Buffer.from("xyz"));
      assert.deepEqual(await bytesByJob(store), { "job-b": 1, "job-c": 4 });
      for (const { writtenAt } of await store.usage())
        assert.ok(writtenAt >= before && writtenAt <= Date.now() + 2_000);
      await store.removeJob("job-b");
      await store.removeJob("job-b");
      assert.equal(await store.info(removed), undefined);
      assert.deepEqual(await bytesByJob(store), { "job-c": 4 });
    });

    it("has one id for all who see its files, and another one elsewhere", async () => {
      const [one, two, other] = await Promise.all(
        ["id", "id", "other-id"].map(async (place) => (await create(place)).id()),
      );
      assert.equal(one, two);
      assert.notEqual(one, other);
    });

    it("gives a URL of its own that is good for as long as it is asked to be, or none", async () => {
      const store = await create("link");
      const key = newMediaKey("job-a", "voice", "mp3");
      await store.put(key, Buffer.from("0123456789"));
      const until = Math.floor(Date.now() / 1_000) + 2;
      const url = await store.link(key, until);
      if (url === undefined) return;
      assert.equal(await store.link(key, until), url, "caches know it again");
      assert.equal(await (await fetch(url)).text(), "0123456789");
      const part = await fetch(url, { headers: { range: "bytes=2-4" } });
      assert.deepEqual([part.status, await part.text()], [206, "234"]);
      await setTimeout(until * 1_000 + 1_000 - Date.now());
      assert.equal((await fetch(url)).status, 403);
    });
  });
}

async function textOf(store: MediaStore, key: string, range?: ByteRange): Promise<string> {
  return Buffer.concat(await (await store.read(key, range)).toArray()).toString();
}

async function bytesByJob(store: MediaStore): Promise<Record<string, number>> {
  return Object.fromEntries((await store.usage()).map(({ job, bytes }) => [job, bytes]));
}
