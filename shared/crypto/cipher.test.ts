import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PLAIN, sealing, UnreadableError } from "./cipher.ts";

describe("texts at rest", () => {
  const cipher = sealing(Buffer.alloc(32, 1));

  it("are sealed anew each time, and open only with their key and in their place", () => {
    const sealed = cipher.seal("もう無理", "job-1/input");
    assert.ok(!sealed.includes("無理"));
    assert.notEqual(cipher.seal("もう無理", "job-1/input"), sealed);
    assert.equal(cipher.open(sealed, "job-1/input"), "もう無理");
    assert.throws(() => cipher.open(sealed, "job-2/input"), UnreadableError);
    assert.throws(() => sealing(Buffer.alloc(32, 2)).open(sealed, "job-1/input"), UnreadableError);
    assert.throws(() => PLAIN.open(sealed, "job-1/input"), UnreadableError);
    const flipped = sealed.slice(0, -6) + (sealed.at(-6) === "A" ? "B" : "A") + sealed.slice(-5);
    assert.throws(() => cipher.open(flipped, "job-1/input"), UnreadableError);
    assert.throws(() => cipher.open("sealed1:AAAA", "job-1/input"), UnreadableError);
  });

  it("that were kept before there was a key stay readable", () => {
    assert.equal(cipher.open('{"text":"x"}', "job-1/input"), '{"text":"x"}');
  });
});
