import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { retryAfterMs } from "./retry-after.ts";

describe("Retry-After", () => {
  const now = Date.parse("2026-11-24T03:00:00Z");
  const day = 86_400_000;
  const table: readonly [header: string | string[] | null | undefined, ms: number | undefined][] = [
    ["0", 0],
    ["2", 2_000],
    ["1.5", 1_500],
    [" 60 ", 60_000],
    ["Tue, 24 Nov 2026 03:00:10 GMT", 10_000],
    ["Tue, 24 Nov 2026 02:00:00 GMT", 0],
    ["86401", day],
    ["9".repeat(400), day],
    ["Fri, 24 Nov 2226 03:00:00 GMT", day],
    ["-1", undefined],
    ["soon", undefined],
    ["", undefined],
    [["2", "3"], undefined],
    [null, undefined],
    [undefined, undefined],
  ];
  for (const [header, ms] of table) {
    it(`${JSON.stringify(header)} is ${ms} ms`, () => assert.equal(retryAfterMs(header, now), ms));
  }
});
