/**
 * A second-order filter, after Robert Bristow-Johnson's "Audio EQ Cookbook":
 * https://www.w3.org/TR/audio-eq-cookbook/
 */
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

/**
 * The two filters of ITU-R BS.1770 that weigh a sound as the ear does, for any rate: the head's
 * gain above 1.7 kHz, and no bass.
 */
export function kWeighting(sampleRateHz: number): readonly Biquad[] {
  return [headShelf(sampleRateHz), bassCut(sampleRateHz)];
}

function headShelf(sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * 1_681.974450955533) / sampleRateHz);
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const kq = k / 0.7071752369554196;
  return {
    b: [high + band * kq + k * k, 2 * (k * k - high), high - band * kq + k * k],
    a: [1 + kq + k * k, 2 * (k * k - 1), 1 - kq + k * k],
  };
}

function bassCut(sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRateHz);
  const kq = k / 0.5003270373238773;
  const a0 = 1 + kq + k * k;
  return { b: [a0, -2 * a0, a0], a: [a0, 2 * (k * k - 1), 1 - kq + k * k] };
}

/** Runs the filter over the samples, in place. */
export function applyBiquad({ b, a }: Biquad, samples: Float32Array): void {
  const [b0, b1, b2, a1, a2] = [b[0] / a[0], b[1] / a[0], b[2] / a[0], a[1] / a[0], a[2] / a[0]];
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  // A plain loop: one with entries() takes ten times as long, in which no lock is renewed.
  for (let i = 0; i < samples.length; i += 1) {
    const x = samples[i] ?? 0;
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    samples[i] = y;
  }
}

function terms(hz: number, sampleRateHz: number): { cos: number; alpha: number } {
  const omega = (2 * Math.PI * hz) / sampleRateHz;
  return { cos: Math.cos(omega), alpha: Math.sin(omega) / (2 * BUTTERWORTH_Q) };
}
