import { MPEGDecoder } from "mpg123-decoder";

export interface DecodedSound {
  readonly samples: Float32Array;
  readonly durationMs: number;
  /** Largest absolute sample, 1 being full scale. */
  readonly peak: number;
  readonly rms: number;
  readonly mean: number;
}

/** What a player would hear of the mp3 file. Throws when a frame is broken. */
export async function decodeMp3(bytes: Uint8Array): Promise<DecodedSound> {
  const decoder = new MPEGDecoder({ enableGapless: false });
  await decoder.ready;
  try {
    const { channelData, sampleRate, errors } = decoder.decode(bytes);
    if (errors[0] !== undefined) throw new Error(`Broken mp3 frame: ${errors[0].message}`);
    const samples = Float32Array.from(channelData[0] ?? []);
    return { samples, durationMs: (samples.length / sampleRate) * 1_000, ...measure(samples) };
  } finally {
    decoder.free();
  }
}

function measure(samples: Float32Array): Pick<DecodedSound, "peak" | "rms" | "mean"> {
  let [peak, power, sum] = [0, 0, 0];
  for (const sample of samples) {
    peak = Math.max(peak, Math.abs(sample));
    power += sample * sample;
    sum += sample;
  }
  return { peak, rms: Math.sqrt(power / samples.length), mean: sum / samples.length };
}
