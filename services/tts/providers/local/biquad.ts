/** A second-order filter, after Robert Bristow-Johnson's "Audio EQ Cookbook": https://www.w3.org/TR/audio-eq-cookbook/ */
export interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number, number];
}

const BUTTERWORTH_Q = Math.SQRT1_2;

export function highPass(hz: number, sampleRateHz: number): Biquad {
  const { cos, alpha } = terms(hz, sampleRateHz);
  return { b: [(1 + cos) / 2, -(1 + cos), (1 + cos) / 2], a: [1 + alpha, -2 * cos, 1 - alpha] };
}

export function lowPass(hz: number, sampleRateHz: number): Biquad {
  const { cos, alpha } = terms(hz, sampleRateHz);
  return { b: [(1 - cos) / 2, 1 - cos, (1 - cos) / 2], a: [1 + alpha, -2 * cos, 1 - alpha] };
}

/** Turns down (or up) all above `hz` by `gainDb`. */
export function highShelf(hz: number, gainDb: number, sampleRateHz: number): Biquad {
  const { cos, alpha } = terms(hz, sampleRateHz);
  const gain = 10 ** (gainDb / 40);
  const slope = 2 * Math.sqrt(gain) * alpha;
  const up = gain + 1;
  const down = gain - 1;
  return {
    b: [gain * (up + down * cos + slope), -2 * gain * (down + up * cos), gain * (up + down * cos - slope)],
    a: [up - down * cos + slope, 2 * (down - up * cos), up - down * cos - slope],
  };
}

/** Runs the filter over the samples, in place. */
export function applyBiquad({ b, a }: Biquad, samples: Float32Array): void {
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (const [i, x] of samples.entries()) {
    const y = (b[0] * x + b[1] * x1 + b[2] * x2 - a[1] * y1 - a[2] * y2) / a[0];
    [x2, x1, y2, y1] = [x1, x, y1, y];
    samples[i] = y;
  }
}

function terms(hz: number, sampleRateHz: number): { cos: number; alpha: number } {
  const omega = (2 * Math.PI * hz) / sampleRateHz;
  return { cos: Math.cos(omega), alpha: Math.sin(omega) / (2 * BUTTERWORTH_Q) };
}
