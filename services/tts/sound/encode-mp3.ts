import { setImmediate as otherWork } from "node:timers/promises";
import { createMp3Encoder } from "wasm-media-encoders";
import type { Pcm } from "./pcm.ts";

/**
 * Constant bit rate, so that the size tells the duration even to players that look no further: 8 kB
 * a second.
 */
const BITRATE_KBPS = 64;
/** So much sound at a time: about 12 ms of work, after which the event loop gets its turn. */
const SLICE_SECONDS = 1;

/**
 * The sound as an mp3 file. 22,050 and 24,000 Hz are rates of MPEG-2 layer III, which every phone
 * plays. Throws the signal's reason when it is aborted, and Error for a rate that mp3 does not
 * know.
 */
export async function encodeMp3(
  { samples, sampleRateHz }: Pcm,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: sampleRateHz, channels: 1, bitrate: BITRATE_KBPS });
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const size = sampleRateHz * SLICE_SECONDS;
  for (let start = 0; start < samples.length; start += size) {
    signal?.throwIfAborted();
    // Each answer is a view of the encoder's memory that its next call overwrites.
    parts.push(encoder.encode([samples.subarray(start, start + size)]).slice());
    await otherWork();
  }
  parts.push(encoder.finalize().slice());
  return new Uint8Array(Buffer.concat(parts));
}
