import assert from "node:assert/strict";
import { it } from "node:test";
import { sine } from "../../../testing/sine.ts";
import { soften } from "./soften.ts";

const sampleRateHz = 22_050;

/** What is left of a tone, in dB. */
function leftOf(hz: number): number {
  const samples = sine({ durationMs: 1_000, hz, amplitude: 0.4 });
  soften({ samples, sampleRateHz });
  return 20 * Math.log10(Math.max(...samples.subarray(6_000, 16_000)) / 0.4);
}

it("softens hiss and leaves the voice", () => {
  assert.ok(leftOf(1_500) > -1.5);
  assert.ok(leftOf(7_000) < -4);
});
