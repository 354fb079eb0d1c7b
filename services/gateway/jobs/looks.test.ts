import assert from "node:assert/strict";
import { test } from "node:test";
import { newRecord } from "@guchi/chain/job/new-job.ts";
import { PIPELINES } from "@guchi/contracts/pipelines.ts";
import { mediaUrls, mediaUrlsMark } from "@guchi/platform/media/url.ts";
import { SharedLooks } from "./looks.ts";
import { viewJob } from "./view.ts";

test("all who wait for one record get one text, as long as their URLs would be the same", () => {
  const pipeline = PIPELINES.get("guchi");
  assert.ok(pipeline !== undefined);
  const job = { id: "1", pipeline: pipeline.name, layout: pipeline.layout, input: {}, fingerprint: "" };
  const [record, later] = [newRecord(job, 1), newRecord(job, 2)];
  const shared = new SharedLooks();
  let made = 0;
  const look = (base: string, { of = record, seconds = 1 } = {}) => {
    const signing = [{ secret: { value: "secret" }, ttlSeconds: 60 }, base, seconds * 1_000] as const;
    const media = mediaUrls(...signing);
    return shared.of(of, { mark: mediaUrlsMark(...signing) }, () => {
      made += 1;
      return viewJob(pipeline, of, { media, basePath: "" });
    });
  };
  assert.equal(look("http://a"), look("http://a", { seconds: 59 }));
  assert.notEqual(look("http://a"), look("http://b"));
  assert.notEqual(look("http://a"), look("http://a", { seconds: 61 }), "signed anew");
  assert.notEqual(look("http://a").tag, look("http://a", { of: later }).tag);
  assert.equal(made, 4);
  for (let host = 0; host < 100; host += 1) look(`http://${host}`);
  assert.notEqual(look("http://99"), look("http://99"), "not one is kept for each host");
  assert.equal(look("http://a"), look("http://a"));
});
