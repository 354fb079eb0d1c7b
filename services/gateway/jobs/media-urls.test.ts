import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { newMediaKey } from "@guchi/platform/media/store.ts";
import { withMediaUrls } from "./media-urls.ts";

const JOB = "01a20000-0000-7000-8000-000000000001";
const key = newMediaKey(JOB, "image", "jpg");
const url = (each: string) => `https://example.test/${each}`;

describe("an output of a pipeline of one's own", () => {
  it("shows a URL wherever it holds a media key of its job", () => {
    const output = { poster: { key, previewKey: key, width: 1 }, pages: [key, "text"], cover: key, none: null };
    assert.deepEqual(withMediaUrls(JOB, output, url), {
      poster: { url: url(key), previewUrl: url(key), width: 1 },
      pages: [url(key), "text"],
      cover: url(key),
      none: null,
    });
    assert.equal(withMediaUrls(JOB, key, url), url(key));
  });

  it("shows what is no media key of this job as it is", () => {
    const foreign = newMediaKey("another", "image", "jpg");
    const output = { key: foreign, text: `${JOB}/image.jpg`, list: [1, true] };
    assert.deepEqual(withMediaUrls(JOB, output, url), output);
  });

  it("leaves out what names a file that is gone", () => {
    const output = { message: "hello", image: { key, width: 1 }, pages: [key, "text"] };
    assert.deepEqual(withMediaUrls(JOB, output, undefined), { message: "hello", pages: ["text"] });
  });
});
