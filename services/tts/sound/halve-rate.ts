import type { Pcm } from "./pcm.ts";

/** Of the filter, to each side of its middle. */
const REACH = 31;
/**
 * Ideal low-pass at a quarter of the rate, under a Blackman window. Every second weight is zero,
 * and both sides are alike: for each weight its distance from the middle.
 */
const TAPS = Array.from({ length: Math.ceil(REACH / 2) }, (_, i) => {
  const distance = 2 * i + 1;
  const turn = Math.PI * (1 + distance / (REACH + 1));
  const window = 0.42 - 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn);
  return { distance, weight: (Math.sin((Math.PI * distance) / 2) / (Math.PI * distance)) * window };
});

/**
 * The same sound with half as many samples a second; what lies above the new limit is left out, not
 * folded back.
 */
export function halveRate({ samples, sampleRateHz }: Pcm): Pcm {
  const padded = new Float32Array(samples.length + 2 * REACH);
  padded.set(samples, REACH);
  const half = new Float32Array(Math.floor(samples.length / 2));
  for (let i = 0; i < half.length; i += 1) half[i] = (padded[2 * i + REACH] ?? 0) / 2;
  // One weight after another over the whole sound: five times as fast as one sample after another.
  for (const { distance, weight } of TAPS) {
    for (let i = 0, at = REACH; i < half.length; i += 1, at += 2)
      half[i] = (half[i] ?? 0) + weight * ((padded[at - distance] ?? 0) + (padded[at + distance] ?? 0));
  }
  return { samples: half, sampleRateHz: sampleRateHz / 2 };
}
