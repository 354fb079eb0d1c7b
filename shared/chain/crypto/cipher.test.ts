import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PLAIN, sealing, UnreadableError } from "./cipher.ts";

describe("texts at rest", () => {
  const cipher = sealing([Buffer.alloc(32, 1)]);

  it("are sealed anew each time, and open only with their key and in their place", () => {
    const sealed = cipher.seal("もう無理", "job-1/input");
    assert.ok(!sealed.includes("無理"));
    assert.notEqual(cipher.seal("もう無理", "job-1/input"), sealed);
    assert.equal(cipher.open(sealed, "job-1/input"), "もう無理");
    assert.throws(() => cipher.open(sealed, "job-2/input"), UnreadableError);
    assert.throws(() => sealing([Buffer.alloc(32, 2)]).open(sealed, "job-1/input"), UnreadableError);
    assert.throws(() => PLAIN.open(sealed, "job-1/input"), UnreadableError);
    const flipped = sealed.slice(0, -6) + (sealed.at(-6) === "A" ? "B" : "A") + sealed.slice(-5);
    assert.throws(() => cipher.open(flipped, "job-1/input"), UnreadableError);
    assert.throws(() => cipher.open("sealed1:AAAA", "job-1/input"), UnreadableError);
  });

  it("that are not sealed are read only when they are older than the key", () => {
    const since = Date.now();
    const later = sealing([Buffer.alloc(32, 1)], () => since);
    assert.equal(later.open('{"text":"x"}', "job-1/input", since - 1), '{"text":"x"}');
    for (const writtenAt of [since, since + 1, undefined]) {
      assert.throws(() => later.open('{"text":"x"}', "job-1/input", writtenAt), UnreadableError);
    }
    assert.throws(() => cipher.open('{"text":"x"}', "job-1/input", 0), UnreadableError, "nothing is older");
  });

  it("that are not sealed are for others for an hour from the first key on, and read by none that has it", () => {
    for (const [ageMs, isOtherKeys] of [
      [3_500_000, true],
      [3_700_000, false],
    ] as const) {
      const since = Date.now() - ageMs;
      const later = sealing(
        [Buffer.alloc(32, 1)],
        () => since,
        () => since,
      );
      assert.throws(() => later.open('{"text":"x"}', "job-1/input", since + 1), { isOtherKeys });
    }
  });

  it("open with any key of a list, and are sealed under the first", () => {
    const old = sealing([Buffer.alloc(32, 1)]);
    const both = sealing([Buffer.alloc(32, 2), Buffer.alloc(32, 1)]);
    const current = sealing([Buffer.alloc(32, 2)]);
    const sealed = old.seal("もう無理", "job-1/input");
    assert.equal(both.open(sealed, "job-1/input"), "もう無理");
    const again = both.reseal(sealed, "job-1/input") ?? "";
    assert.equal(current.open(again, "job-1/input"), "もう無理");
    assert.equal(both.reseal(again, "job-1/input"), undefined);
    assert.ok(both.isFingerprint(old.fingerprint("x"), "x"));
    assert.ok(!both.isFingerprint(old.fingerprint("y"), "x"));
    assert.ok(!both.isFingerprint("x", "x"), "nobody can make one without the key");
  });

  it("tell another key's from what is damaged", () => {
    const sealed = cipher.seal("もう無理", "job-1/input");
    const other = sealing([Buffer.alloc(32, 2)]);
    assert.throws(() => other.open(sealed, "job-1/input"), { isOtherKeys: true });
    assert.throws(() => PLAIN.open(sealed, "job-1/input"), { isOtherKeys: true });
    assert.throws(() => cipher.open(sealed.slice(0, -8), "job-1/input"), { isOtherKeys: false });
    assert.throws(() => cipher.open("sealed1:AAAA", "job-1/input"), { isOtherKeys: false });
  });
});
