/** One channel of sound. */
export interface Pcm {
  /** -1 to 1. */
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/**
 * One sound after another. All must have the rate of the first; throws Error when one has not, or
 * when there is none.
 */
export function joinPcm(parts: readonly Pcm[]): Pcm {
  const sampleRateHz = parts[0]?.sampleRateHz;
  if (sampleRateHz === undefined) throw new Error("There is no sound to join.");
  if (parts.some((part) => part.sampleRateHz !== sampleRateHz)) throw new Error("The sounds differ in their rate.");
  const samples = new Float32Array(parts.reduce((sum, part) => sum + part.samples.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part.samples, at);
    at += part.samples.length;
  }
  return { samples, sampleRateHz };
}

const FULL_SCALE = 0x8000;

/**
 * The samples of raw signed 16-bit little-endian mono sound. An odd byte at the end is no sample.
 */
export function readPcm16(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Float32Array(Math.floor(bytes.length / 2));
  for (let i = 0; i < samples.length; i += 1) samples[i] = view.getInt16(2 * i, true) / FULL_SCALE;
  return samples;
}
