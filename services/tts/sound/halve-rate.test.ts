import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sine } from "../testing/sine.ts";
import { halveRate } from "./halve-rate.ts";

/** What is left of a tone, in dB, away from the ends. */
function leftOf(hz: number): number {
  const { samples } = halveRate({ samples: sine({ durationMs: 500, hz, sampleRateHz: 48_000 }), sampleRateHz: 48_000 });
  const middle = samples.subarray(1_000, -1_000);
  const power = middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length;
  return 10 * Math.log10(power / (0.5 * 0.5 ** 2));
}

describe("halveRate", () => {
  it("keeps the voice and its length", () => {
    const half = halveRate({ samples: sine({ durationMs: 500, sampleRateHz: 48_000 }), sampleRateHz: 48_000 });
    assert.deepEqual([half.samples.length, half.sampleRateHz], [12_000, 24_000]);
    for (const hz of [200, 4_000, 10_000]) assert.ok(Math.abs(leftOf(hz)) < 0.1, `${hz} Hz: ${leftOf(hz)} dB`);
  });

  it("leaves out what the new rate cannot hold, instead of folding it back as a whistle", () => {
    for (const hz of [14_000, 20_000]) assert.ok(leftOf(hz) < -60, `${hz} Hz: ${leftOf(hz)} dB`);
  });
});
