import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { JobView } from "@guchi/contracts/job.ts";
import { newMediaKey } from "@guchi/platform/media/store.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { pino } from "pino";
import { startTestGateway, type TestGateway } from "../testing.ts";
import { MediaTidying } from "./tidy.ts";

const SIZE = 1_000;

describe("the media store in bounds", () => {
  let gateway: TestGateway;
  const logged: string[] = [];
  const log = pino({ level: "info" }, { write: (line) => void logged.push(line) });
  before(async () => {
    gateway = await startTestGateway({ mediaBytes: () => tidying.bytes });
  });
  after(() => gateway.stop());

  const tidy = (maxBytes?: number) => {
    const { media, records } = gateway;
    return new MediaTidying({ media, records, ttlMs: 3_600_000, maxBytes, log });
  };
  let tidying = { bytes: undefined as number | undefined };

  /** A job with a picture of `SIZE` bytes, finished or not. */
  const newJob = async (finished: boolean) => {
    const { client, media, records } = gateway;
    const { id } = await client.start("guchi", { text: "疲れた" });
    const key = newMediaKey(id, "image", "jpg");
    await media.put(key, Buffer.alloc(SIZE));
    const attempt = (step: string) => {
      return { id, pipeline: "guchi", step, number: 1, begunAt: 1, worker: "w", told: false };
    };
    const end = { follows: "go", skipped: [], siblings: [] } as const;
    const image = { key, previewKey: key, contentType: "image/jpeg", width: 1, height: 1, bytes: SIZE } as const;
    const outcome = { result: { ...image, provider: "local" }, provider: "local" };
    await records.settle(attempt("imagegen"), { outcome, ...end });
    if (finished) {
      const sentiment = { label: "negative", score: 1, language: "ja" };
      const result = { reaction: "idol", sentiment, message: "おつかれさま", image };
      await records.settle(attempt("reply"), { outcome: { result, provider: "" }, ...end, follows: "complete" });
    }
    return { id, key };
  };
  const get = async (id: string) =>
    parseAs(JobView, await (await fetch(`${gateway.app.listeningOrigin}/jobs/${id}`)).json());

  it("lets the oldest media of finished jobs go first, and each job says so", async () => {
    const unfinished = await newJob(false);
    const [first, second, third] = [await newJob(true), await newJob(true), await newJob(true)];
    const pass = tidy(2 * SIZE);
    tidying = pass;

    await pass.pass();

    const kept = await Promise.all([unfinished, first, second, third].map(({ key }) => gateway.media.info(key)));
    assert.deepEqual(
      kept.map((info) => info !== undefined),
      [true, false, false, true],
    );
    for (const { id } of [first, second]) {
      const { output, warnings, status } = await get(id);
      assert.equal(status, "completed");
      assert.deepEqual(
        warnings.map(({ step, code }) => [step, code]),
        [["imagegen", "media_removed"]],
      );
      assert.deepEqual(Object.keys(output as object), ["reaction", "sentiment", "message"]);
    }
    for (const { id } of [unfinished, third]) assert.deepEqual((await get(id)).warnings, []);
    const metrics = await (await fetch(`${gateway.app.listeningOrigin}/metrics`)).text();
    assert.match(metrics, new RegExp(`^guchi_media_bytes ${2 * SIZE}$`, "m"));
    assert.match(logged.join(""), /removed the oldest media/);
  });

  it("keeps what unfinished jobs need, and says once that this is too much", async () => {
    const { key } = await newJob(false);
    logged.length = 0;
    const pass = tidy(1);
    for (let look = 0; look < 3; look += 1) await pass.pass();
    assert.notEqual(await gateway.media.info(key), undefined);
    assert.equal(logged.filter((line) => line.includes("of unfinished jobs alone")).length, 1);
  });

  it("without a bound removes only what is older than the time to live and nobody's", async () => {
    const { key } = await newJob(true);
    const orphan = newMediaKey("0199aaaa-0000-7000-8000-000000000000", "image", "jpg");
    await gateway.media.put(orphan, Buffer.alloc(SIZE));
    await tidy().pass();
    assert.notEqual(await gateway.media.info(orphan), undefined);
    const { media, records } = gateway;
    await new MediaTidying({ media, records, ttlMs: -1_000, maxBytes: undefined, log }).pass();
    assert.equal(await gateway.media.info(orphan), undefined);
    assert.notEqual(await gateway.media.info(key), undefined);
  });
});
