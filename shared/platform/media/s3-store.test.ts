import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { S3MediaStore } from "./s3-store.ts";
import { newMediaKey } from "./store.ts";
import { testMediaStore } from "./store.suite.ts";
import { startTestS3, type TestS3 } from "./testing/s3.ts";

let s3: TestS3;
const store = () => new S3MediaStore({ ...s3.options, timeoutMs: 300 });
before(async () => {
  s3 = await startTestS3();
});
after(() => s3.close());

testMediaStore("a bucket of S3", async (place) => {
  const bucket = `media-${place}`;
  await s3.addBucket(bucket);
  return new S3MediaStore({ ...s3.options, bucket });
});

describe("the media store in S3", () => {
  const key = newMediaKey("job-a", "voice", "mp3");
  const isAway = { code: "media_unavailable", class: "transient" };

  it("names the bucket in the path, and nothing else than keys in it", async () => {
    await store().put(key, Buffer.from("x"));
    assert.equal(s3.asked.at(-1)?.split("?")[0], `PUT /media/${key}`);
  });

  it("knows the origin of its links without credentials, asking nobody", async () => {
    const nobody = { ...s3.options, credentials: undefined };
    assert.equal(await new S3MediaStore(nobody).linkOrigin(), new URL(await store().link(key, 9e9)).origin);
    const amazon = { ...nobody, endpoint: undefined, region: "eu-central-1", forcePathStyle: false };
    assert.equal(await new S3MediaStore(amazon).linkOrigin(), "https://media.s3.eu-central-1.amazonaws.com");
  });

  it("fails as one that is away when it refuses, is overloaded or says nothing, and works again after", async () => {
    const away = store();
    const questions = [
      () => away.put(key, Buffer.from("x")),
      () => away.info(key),
      () => away.read(key),
      () => away.removeJob("job-a"),
      () => away.usage(),
      () => away.id(),
    ];
    await s3.stop();
    await Promise.all(questions.map(async (ask) => assert.rejects(ask, isAway)));
    await s3.start();
    for (const mood of ["overloaded", "silent"] as const) {
      s3.become(mood);
      await Promise.all(questions.map(async (ask) => assert.rejects(ask, isAway, mood)));
    }
    s3.become("well");
    assert.deepEqual(await away.info(key), { bytes: 1, contentType: "audio/mpeg" });
  });

  it("tells of more objects than one page of a list holds, and leaves alone what is not ours", async () => {
    await s3.addBucket("media-many");
    const many = new S3MediaStore({ ...s3.options, bucket: "media-many" });
    await many.id();
    for (let count = 0; count < 7; count += 1)
      await many.put(newMediaKey("job-many", "image", "jpg"), Buffer.from("x"));
    s3.asked.length = 0;
    const [usage, ...others] = await many.usage();
    assert.deepEqual([usage?.job, usage?.bytes, others], ["job-many", 7, []]);
    assert.equal(s3.asked.length, 3);
    await many.removeJob("job-many");
    assert.deepEqual(await many.usage(), []);
  });
});
