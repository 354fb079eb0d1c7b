import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { StageError, type ErrorClass } from "./errors.ts";
import { isFinal, retryDelayMs } from "./retry.ts";

const policy = { attempts: 3, backoffMs: 100, maxBackoffMs: 1_000 };
const error = (errorClass: ErrorClass) => new StageError("no", { code: "internal", class: errorClass });

describe("a failed attempt", () => {
  const table: [ErrorClass, attempts: number, final: boolean][] = [
    ["transient", 1, false],
    ["transient", 2, false],
    ["transient", 3, true],
    ["permanent", 1, true],
    ["refused", 1, true],
  ];
  for (const [errorClass, attempts, final] of table) {
    it(`${errorClass}, attempt ${attempts}: ${final ? "final" : "tried again"}`, () => {
      assert.equal(isFinal(policy, error(errorClass), attempts), final);
    });
  }

  it("waits twice as long each time, up to a bound, anywhere below it", () => {
    const longest = (attempts: number) => retryDelayMs(policy, attempts, undefined, () => 1);
    assert.deepEqual([1, 2, 3, 4, 5, 50].map(longest), [100, 200, 400, 800, 1_000, 1_000]);
    assert.equal(
      retryDelayMs(policy, 3, undefined, () => 0),
      0,
    );
  });

  it("waits at least as long as the other side asked, and not longer than the bound", () => {
    assert.equal(
      retryDelayMs(policy, 1, 500, () => 0),
      500,
    );
    assert.equal(
      retryDelayMs(policy, 1, 500, () => 1),
      550,
    );
    assert.equal(
      retryDelayMs(policy, 1, 60_000, () => 1),
      1_000,
    );
  });
});
