interface Tone {
  readonly durationMs: number;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** 0 is silence. */
  readonly amplitude?: number;
}

const HZ = 330;
const HEADER_BYTES = 44;

/** A 16-bit WAV file with a tone, its header written byte by byte. */
export function wavOf({ durationMs, sampleRateHz, channels, amplitude = 0.3 }: Tone): Uint8Array {
  const frames = Math.round((durationMs * sampleRateHz) / 1_000);
  const dataBytes = 2 * channels * frames;
  const file = Buffer.alloc(HEADER_BYTES + dataBytes);
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  file.write("WAVEfmt ", 8, "latin1");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(sampleRateHz, 24);
  file.writeUInt32LE(2 * channels * sampleRateHz, 28);
  file.writeUInt16LE(2 * channels, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(dataBytes, 40);
  for (let i = 0; i < frames * channels; i += 1) {
    const seconds = Math.floor(i / channels) / sampleRateHz;
    file.writeInt16LE(Math.round(amplitude * 0x7fff * Math.sin(2 * Math.PI * HZ * seconds)), HEADER_BYTES + 2 * i);
  }
  return file;
}
