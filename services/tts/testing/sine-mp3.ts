import { encodeMp3 } from "../sound/encode-mp3.ts";
import { sine } from "./sine.ts";

/** A real mp3 file with a tone, for tests that need a voice but no speech. */
export function sineMp3(durationMs: number): Promise<Uint8Array> {
  return encodeMp3({ samples: sine({ durationMs }), sampleRateHz: 22_050 });
}
