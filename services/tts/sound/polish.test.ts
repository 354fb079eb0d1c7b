import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sine } from "../testing/sine.ts";
import { loudnessLufs } from "./loudness.ts";
import { polish } from "./polish.ts";

const sampleRateHz = 22_050;
const silence = (durationMs: number) => new Float32Array(Math.round((durationMs * sampleRateHz) / 1_000));
const joined = (...parts: Float32Array[]) => Float32Array.from(parts.flatMap((part) => Array.from(part)));
const polished = (samples: Float32Array) => polish({ samples, sampleRateHz }).samples;
const peak = (samples: Float32Array) => samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
const toDb = (value: number) => 20 * Math.log10(value);

describe("polish", () => {
  for (const amplitude of [0.02, 0.2, 0.99]) {
    it(`brings a voice of amplitude ${amplitude} to the same loudness`, () => {
      const level = loudnessLufs(polished(sine({ durationMs: 1_000, amplitude })), sampleRateHz) ?? 0;
      assert.ok(Math.abs(level - -16.55) < 0.1, `${level} LUFS`);
    });
  }

  it("never lets a sudden peak through", () => {
    const samples = sine({ durationMs: 1_000, amplitude: 0.05 });
    for (let i = 5_000; i < 5_040; i += 1) samples[i] = i % 8 < 4 ? 1 : -1;
    assert.ok(toDb(peak(polished(samples))) <= -3 + 1e-6);
  });

  it("removes a constant offset", () => {
    const result = polished(sine({ durationMs: 1_000, amplitude: 0.3 }).map((sample) => sample + 0.2));
    const middle = result.subarray(8_000, -4_000);
    assert.ok(Math.abs(middle.reduce((sum, sample) => sum + sample, 0) / middle.length) < 0.005);
  });

  it("cuts long silence at the ends, not between words", () => {
    const word = sine({ durationMs: 300 });
    const result = polished(joined(silence(2_000), word, silence(500), word, silence(2_000)));
    assert.ok(Math.abs((result.length / sampleRateHz) * 1_000 - (80 + 300 + 500 + 300 + 220)) < 5);
  });

  it("starts and ends in silence, without a click", () => {
    const result = polished(sine({ durationMs: 500 }));
    assert.ok(Math.abs(result[0] ?? 1) < 0.001 && Math.abs(result.at(-1) ?? 1) < 0.001);
  });

  it("leaves silence as it is", () => {
    assert.equal(peak(polished(silence(300))), 0);
    assert.equal(polished(new Float32Array()).length, 0);
  });
});
