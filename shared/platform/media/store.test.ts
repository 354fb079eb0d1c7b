import assert from "node:assert/strict";
import { describe, it } from "node:test";
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
