import { createMp3Encoder } from "wasm-media-encoders";
import type { Pcm } from "./wav.ts";

/** Constant bit rate, so that the size tells the duration even to players that look no further: 8 kB a second. */
const BITRATE_KBPS = 64;

/** The sound as an mp3 file. 22,050 Hz is a rate of MPEG-2 layer III, which every phone plays. */
export async function encodeMp3({ samples, sampleRateHz }: Pcm): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: sampleRateHz, channels: 1, bitrate: BITRATE_KBPS });
  // Each answer is a view of the encoder's memory that its next call overwrites.
  const frames = encoder.encode([samples]).slice();
  const last = encoder.finalize().slice();
  const file = new Uint8Array(frames.length + last.length);
  file.set(frames);
  file.set(last, frames.length);
  return file;
}
