/** One channel of sound. */
export interface Pcm {
  /** -1 to 1. */
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

const FULL_SCALE = 0x8000;

/**
 * The samples of raw signed 16-bit little-endian mono sound. An odd byte at the end is no sample.
 */
export function readPcm16(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: Math.floor(bytes.length / 2) }, (_, i) => view.getInt16(2 * i, true) / FULL_SCALE);
}
