const FRAME_MS = 20;
/** Frames this far under the loudest one are pauses and do not count. */
const GATE_DB = -30;
/** About as loud as other voice messages; measured over speech without its pauses. */
const SPEECH_RMS_DBFS = -15.5;
/**
 * Decoded, the mp3 peaks within 0.3 dB of this: clearly under full scale, where phones begin to
 * clip.
 */
const PEAK_DBFS = -1.2;

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
  const rms = speechRms(samples, sampleRateHz);
  if (rms > 0) amplify(samples, fromDb(SPEECH_RMS_DBFS) / rms, fromDb(PEAK_DBFS), sampleRateHz);
}

export function fromDb(db: number): number {
  return 10 ** (db / 20);
}

/** Root mean square of the parts in which she speaks, pauses left out. 0 for silence. */
export function speechRms(samples: Float32Array, sampleRateHz: number): number {
  const size = Math.round((FRAME_MS * sampleRateHz) / 1_000);
  const powers: number[] = [];
  for (let start = 0; start < samples.length; start += size) powers.push(power(samples.subarray(start, start + size)));
  const gate = Math.max(0, ...powers) * fromDb(GATE_DB) ** 2;
  const loud = powers.filter((value) => value > gate);
  return loud.length === 0 ? 0 : Math.sqrt(loud.reduce((sum, value) => sum + value, 0) / loud.length);
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
  for (const [i, value] of allowed.entries()) allowed[i] = limit = Math.min(value, limit + step);
  for (let i = allowed.length - 1; i >= 0; i -= 1) {
    limit = Math.min(allowed[i] ?? 1, limit + step);
    samples[i] = (samples[i] ?? 0) * gain * limit;
  }
}

function power(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}
