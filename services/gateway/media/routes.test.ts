import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { signMedia } from "@guchi/platform/media/sign.ts";
import { newMediaKey, type MediaStore } from "@guchi/platform/media/store.ts";
import { MEDIA_SECRET, startTestGateway, type TestGateway } from "../testing.ts";

describe("a file of the media", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  const keep = async (job: string) => {
    const key = newMediaKey(job, "voice", "mp3");
    await gateway.media.put(key, Buffer.from("0123456789"));
    const { exp, sig } = signMedia(MEDIA_SECRET, key, Math.floor(Date.now() / 1_000) + 60);
    return { key, url: `/media/${key}?exp=${exp}&sig=${sig}` };
  };

  it("is kept by caches, and a range that lies outside of it is not", async () => {
    const { url } = await keep("job-1");
    const whole = await gateway.app.inject({ url });
    assert.match(String(whole.headers["cache-control"]), /immutable/);
    const outside = await gateway.app.inject({ url, headers: { range: "bytes=99-" } });
    assert.equal(outside.statusCode, 416);
    assert.equal(outside.headers["content-type"], "application/problem+json");
    assert.equal(outside.headers["content-range"], "bytes */10");
    assert.equal(outside.headers["cache-control"], undefined);
  });

  it("is sent whole to whoever asks in a unit that is not bytes, or by HEAD", async () => {
    const { url } = await keep("job-2");
    for (const range of ["items=20-", "items=2-4", "bytes", "x"]) {
      const { statusCode, body } = await gateway.app.inject({ url, headers: { range } });
      assert.deepEqual([statusCode, body], [200, "0123456789"], range);
    }
    for (const range of ["bytes=2-4", "bytes=99-"]) {
      const { statusCode, headers } = await gateway.app.inject({ method: "HEAD", url, headers: { range } });
      assert.deepEqual([statusCode, headers["content-length"]], [200, "10"], "only GET has ranges");
    }
    const { statusCode, body } = await gateway.app.inject({ url, headers: { range: "Bytes=2-4" } });
    assert.deepEqual([statusCode, body], [206, "234"]);
  });

  it("is sent whole for more bytes from its end than it has, and when an If-Range cannot hold", async () => {
    const { url } = await keep("job-5");
    for (const range of ["bytes=-999999", "bytes=-10", `bytes=-${"9".repeat(40)}`]) {
      const { statusCode, headers, body } = await gateway.app.inject({ url, headers: { range } });
      assert.deepEqual([statusCode, headers["content-range"], body], [206, "bytes 0-9/10", "0123456789"], range);
    }
    assert.equal((await gateway.app.inject({ url, headers: { range: "bytes=-0" } })).statusCode, 416);
    for (const tag of ['"zzz"', 'W/"x"', "Wed, 21 Oct 2015 07:28:00 GMT"]) {
      const { statusCode, body } = await gateway.app.inject({ url, headers: { range: "bytes=2-4", "if-range": tag } });
      assert.deepEqual([statusCode, body], [200, "0123456789"], tag);
    }
  });

  it("has one URL for one expiry: a zero in front of it is refused", async () => {
    const { url } = await keep("job-6");
    assert.equal((await gateway.app.inject(url)).statusCode, 200);
    assert.equal((await gateway.app.inject(url.replace("exp=", "exp=0"))).statusCode, 400);
  });

  it("is not there when it is purged between the look at it and its opening", async () => {
    const store = gateway.media;
    const media: MediaStore = {
      put: (key, bytes) => store.put(key, bytes),
      info: (key) => store.info(key),
      read: async (key, range) => {
        await store.removeJob(key.slice(0, key.indexOf("/")));
        return store.read(key, range);
      },
      removeJob: (job) => store.removeJob(job),
      id: () => store.id(),
      usage: () => store.usage(),
      link: () => store.link(),
      linkOrigin: () => store.linkOrigin(),
    };
    const app = await gateway.build({ media });
    for (const [job, headers] of [
      ["job-3", {}],
      ["job-4", { range: "bytes=2-4" }],
    ] as const) {
      const { url } = await keep(job);
      const answer = await app.inject({ url, headers });
      assert.equal(answer.statusCode, 404);
      assert.equal(answer.headers["content-type"], "application/problem+json");
      assert.equal(answer.headers["cache-control"], undefined);
    }
    await app.close();
  });
});
