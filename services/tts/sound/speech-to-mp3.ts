import { encodeMp3 } from "./encode-mp3.ts";
import { evenLoudness, loudnessLufs } from "./loudness.ts";
import type { Pcm } from "./pcm.ts";

/** Under this nobody hears anything. */
const SILENT_LUFS = -60;

/**
 * What an engine spoke as the mp3 file that is sent, as loud as every other one. Undefined when
 * there is nothing to hear. Throws the signal's reason.
 */
export async function speechToMp3(
  { samples, sampleRateHz }: Pcm,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  if ((loudnessLufs(samples, sampleRateHz) ?? SILENT_LUFS) <= SILENT_LUFS) return undefined;
  evenLoudness(samples, sampleRateHz);
  return encodeMp3({ samples, sampleRateHz }, signal);
}
