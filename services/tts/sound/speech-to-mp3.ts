import { encodeMp3 } from "./encode-mp3.ts";
import { evenLoudness, speechRms } from "./loudness.ts";
import type { Pcm } from "./pcm.ts";

/** Under this nobody hears anything: -60 dBFS. */
const SILENT_RMS = 0.001;

/**
 * What an engine spoke as the mp3 file that is sent, as loud as every other one. Undefined when
 * there is nothing to hear. Throws the signal's reason.
 */
export async function speechToMp3(
  { samples, sampleRateHz }: Pcm,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  if (speechRms(samples, sampleRateHz) < SILENT_RMS) return undefined;
  evenLoudness(samples, sampleRateHz);
  return encodeMp3({ samples, sampleRateHz }, signal);
}
