interface Tone {
  readonly durationMs: number;
  readonly hz?: number;
  readonly amplitude?: number;
  readonly sampleRateHz?: number;
}

export function sine({ durationMs, hz = 440, amplitude = 0.5, sampleRateHz = 22_050 }: Tone): Float32Array {
  const count = Math.round((durationMs * sampleRateHz) / 1_000);
  return Float32Array.from({ length: count }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / sampleRateHz));
}
