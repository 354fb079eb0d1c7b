import { applyBiquad, kWeighting } from "./biquad.ts";

/** As loud as other voice messages: -17 LUFS in the file, which LAME turns down by 0.45 dB. */
const TARGET_LUFS = -16.55;
/**
 * A hiss may come out of the mp3 decoder up to 2.3 dB higher than it went in, and must not clip
 * even then.
 */
const PEAK_DBFS = -3;

/**
 * How long the limiter takes to turn from full to silent or back; it begins that long before a
 * peak.
 */
const LIMITER_RAMP_MS = 20;

/**
 * Brings speech to the loudness of all others, in place and without clipping. Silence stays
 * silence.
 */
export function evenLoudness(samples: Float32Array, sampleRateHz: number): void {
  const lufs = loudnessLufs(samples, sampleRateHz);
  if (lufs !== undefined) amplify(samples, fromDb(TARGET_LUFS - lufs), fromDb(PEAK_DBFS), sampleRateHz);
}

export function fromDb(db: number): number {
  return 10 ** (db / 20);
}

const BLOCK_MS = 400;
const STEP_MS = 100;
const SILENT_LUFS = -70;
/** Blocks this far under the mean of all that are not silent are pauses and do not count. */
const PAUSE_LU = 10;

/**
 * Loudness of one channel by ITU-R BS.1770-4 (EBU R 128), pauses left out. Undefined for silence.
 */
export function loudnessLufs(samples: Float32Array, sampleRateHz: number): number | undefined {
  const powers = blockPowers(samples, sampleRateHz).filter((power) => toLufs(power) > SILENT_LUFS);
  const threshold = toLufs(mean(powers)) - PAUSE_LU;
  const loud = powers.filter((power) => toLufs(power) > threshold);
  return loud.length === 0 ? undefined : toLufs(mean(loud));
}

/** Mean square of each 400 ms as the ear weighs it; of the whole when it is shorter. */
function blockPowers(samples: Float32Array, sampleRateHz: number): number[] {
  const weighted = samples.slice();
  for (const filter of kWeighting(sampleRateHz)) applyBiquad(filter, weighted);
  const step = Math.round((STEP_MS * sampleRateHz) / 1_000);
  const perBlock = BLOCK_MS / STEP_MS;
  const steps = Array.from({ length: Math.floor(samples.length / step) }, (_, i) =>
    power(weighted.subarray(i * step, (i + 1) * step)),
  );
  if (steps.length < perBlock) return samples.length === 0 ? [] : [power(weighted)];
  return steps.slice(perBlock - 1).map((_, i) => mean(steps.slice(i, i + perBlock)));
}

function toLufs(meanSquare: number): number {
  return 10 * Math.log10(meanSquare) - 0.691;
}

/**
 * Scales by `gain` and holds every sample under `ceiling`, in place, turning down gently around the
 * peaks.
 */
function amplify(samples: Float32Array, gain: number, ceiling: number, sampleRateHz: number): void {
  const step = 1_000 / (LIMITER_RAMP_MS * sampleRateHz);
  const allowed = samples.map((sample) => Math.min(1, ceiling / Math.max(Math.abs(sample * gain), Number.EPSILON)));
  // Forward the gain recovers after a peak, backward it falls before one; never may it pass what a
  // sample allows.
  let limit = 1;
  for (let i = 0; i < allowed.length; i += 1) allowed[i] = limit = Math.min(allowed[i] ?? 1, limit + step);
  for (let i = allowed.length - 1; i >= 0; i -= 1) {
    limit = Math.min(allowed[i] ?? 1, limit + step);
    samples[i] = (samples[i] ?? 0) * gain * limit;
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function power(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}
