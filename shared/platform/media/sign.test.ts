import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isGoodSignature, signMedia } from "./sign.ts";
import { newMediaKey } from "./store.ts";

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
