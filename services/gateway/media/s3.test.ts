import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { S3MediaStore } from "@guchi/platform/media/s3-store.ts";
import { signMedia } from "@guchi/platform/media/sign.ts";
import { newMediaKey } from "@guchi/platform/media/store.ts";
import { startTestS3, type TestS3 } from "@guchi/platform/media/testing/s3.ts";
import { pino } from "pino";
import { MEDIA_SECRET, startTestGateway, type TestGateway } from "../testing.ts";
import { MediaTidying } from "./tidy.ts";

const now = () => Math.floor(Date.now() / 1_000);

function urlOf(key: string, until = now() + 60): string {
  const { exp, sig } = signMedia(MEDIA_SECRET, key, until);
  return `/media/${key}?exp=${exp}&sig=${sig}`;
}

describe("media in S3", () => {
  let s3: TestS3;
  let media: S3MediaStore;
  let gateway: TestGateway;
  let streaming: TestGateway["app"];
  let redirecting: TestGateway["app"];
  before(async () => {
    s3 = await startTestS3();
    media = new S3MediaStore({ ...s3.options, timeoutMs: 400 });
    gateway = await startTestGateway();
    streaming = await gateway.build({ media });
    redirecting = await gateway.build({ media, mediaRedirects: true });
  });
  afterEach(async () => {
    s3.become("well");
    await s3.start();
  });
  after(async () => {
    await Promise.all([streaming.close(), redirecting.close()]);
    await gateway.stop();
    await s3.close();
  });

  const keep = async (job: string) => {
    const key = newMediaKey(job, "voice", "mp3");
    await media.put(key, Buffer.from("0123456789"));
    return key;
  };

  it("are streamed, whole or in part", async () => {
    const url = urlOf(await keep("job-1"));
    const whole = await streaming.inject({ url });
    assert.deepEqual([whole.statusCode, whole.headers["content-type"], whole.body], [200, "audio/mpeg", "0123456789"]);
    const part = await streaming.inject({ url, headers: { range: "bytes=2-4" } });
    assert.deepEqual([part.statusCode, part.headers["content-range"], part.body], [206, "bytes 2-4/10", "234"]);
    s3.asked.length = 0;
    const head = await streaming.inject({ method: "HEAD", url });
    assert.deepEqual([head.statusCode, head.headers["content-length"], head.body], [200, "10", ""]);
    assert.equal(s3.asked.length, 1, "nothing is read for HEAD");
    assert.equal((await streaming.inject(urlOf(newMediaKey("job-1", "voice", "mp3")))).statusCode, 404);
  });

  for (const away of ["refuses", "overloaded", "silent"] as const) {
    it(`are a problem with 503 while the store is away (${away}), and are there again after it`, async () => {
      const url = urlOf(await keep("job-2"));
      if (away === "refuses") await s3.stop();
      else s3.become(away);
      for (const app of [streaming, redirecting]) {
        const { statusCode, headers, body } = await app.inject({ url, headers: { range: "bytes=2-4" } });
        assert.deepEqual([statusCode, headers["content-type"]], [503, "application/problem+json"]);
        assert.match(body, /media store cannot be reached/);
        assert.ok(Number(headers["retry-after"]) > 0);
      }
      await s3.start();
      s3.become("well");
      assert.equal((await streaming.inject({ url })).body, "0123456789");
    });
  }

  it("are led to at the store by a URL that ends no later than ours, where that is wanted", async () => {
    const key = await keep("job-3");
    for (const until of [now() + 3, now() + 7 * 86_400]) {
      const { statusCode, headers } = await redirecting.inject({ url: urlOf(key, until) });
      assert.deepEqual([statusCode, headers["cache-control"]], [302, "no-store"]);
      const led = new URL(String(headers.location));
      const { "X-Amz-Expires": expires, "X-Amz-Date": date = "" } = Object.fromEntries(led.searchParams);
      const signedAt = Date.parse(date.replace(/^(....)(..)(..T..)(..)/, "$1-$2-$3:$4:")) / 1_000;
      assert.ok(Number(expires) <= 3_600 && signedAt + Number(expires) <= until, led.search);
      const part = await fetch(led, { headers: { range: "bytes=8-9" } });
      assert.deepEqual([part.status, part.headers.get("content-type"), await part.text()], [206, "audio/mpeg", "89"]);
    }
    assert.equal((await redirecting.inject({ method: "HEAD", url: urlOf(key) })).statusCode, 200);
    assert.equal((await redirecting.inject(urlOf(key, now() - 1))).statusCode, 410);
    assert.equal((await redirecting.inject(urlOf(newMediaKey("job-3", "voice", "mp3")))).statusCode, 404);
    const policies = [streaming, redirecting].map(async (app) => (await app.inject("/")).headers);
    const [own, led] = (await Promise.all(policies)).map((headers) => String(headers["content-security-policy"]));
    assert.match(own ?? "", /img-src 'self'; media-src 'self';/);
    assert.ok(led?.includes(`img-src 'self' ${s3.options.endpoint}; media-src 'self' ${s3.options.endpoint};`));
  });

  it("go when their job was purged or is long gone, whoever died before that", async () => {
    const { records, client } = gateway;
    const ids = await Promise.all(["疲れた", "眠い"].map(async (text) => (await client.start("guchi", { text })).id));
    const [purged = "", kept = ""] = ids;
    const keys = await Promise.all([...ids, "0199aaaa-0000-7000-8000-000000000000"].map(keep));
    await records.purge({ id: purged, pipeline: "guchi" });
    const log = pino({ level: "silent" });
    const tidying = (ttlMs: number) => new MediaTidying({ media, records, ttlMs, maxBytes: undefined, log }).pass();
    const there = async () => Promise.all(keys.map(async (key) => (await media.info(key)) !== undefined));
    await tidying(3_600_000);
    assert.deepEqual(await there(), [false, true, true]);
    await tidying(-2_000);
    assert.deepEqual(await there(), [false, true, false], kept);
  });
});
