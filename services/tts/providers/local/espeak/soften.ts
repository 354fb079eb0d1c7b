import { applyBiquad, highShelf, lowPass } from "../../../sound/biquad.ts";
import type { Pcm } from "../../../sound/pcm.ts";

/** Where espeak's sibilants and its upper formants hiss. */
const HARSH_HZ = 4_500;
const HARSH_DB = -5;
const AIR_HZ = 8_500;

/** Turns espeak's hiss down, in place. */
export function soften({ samples, sampleRateHz }: Pcm): void {
  for (const filter of [highShelf(HARSH_HZ, HARSH_DB, sampleRateHz), lowPass(AIR_HZ, sampleRateHz)])
    applyBiquad(filter, samples);
}
